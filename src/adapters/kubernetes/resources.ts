import type { ObjectKey } from "../../api/metadata.ts";
import { API_VERSION, FIELD_MANAGER } from "../../api/metadata.ts";
import type { ObservedKind } from "../../ports/cluster.ts";

/** Where a kind lives in the API. */
export interface Resource {
  readonly apiVersion: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

const own = (plural: string, namespaced = true): Resource => ({ apiVersion: API_VERSION, plural, namespaced });

export const RESOURCES: Readonly<Record<ObservedKind, Resource>> = {
  PredictiveAutoscaler: own("predictiveautoscalers"),
  Campaign: own("campaigns"),
  CronHPA: own("cronhpas"),
  WarmPool: own("warmpools"),
  ScalingPolicy: own("scalingpolicies", false),
  HorizontalPodAutoscaler: { apiVersion: "autoscaling/v2", plural: "horizontalpodautoscalers", namespaced: true },
  Deployment: { apiVersion: "apps/v1", plural: "deployments", namespaced: true },
  StatefulSet: { apiVersion: "apps/v1", plural: "statefulsets", namespaced: true },
  Pod: { apiVersion: "v1", plural: "pods", namespaced: true },
  Node: { apiVersion: "v1", plural: "nodes", namespaced: false },
  ResourceQuota: { apiVersion: "v1", plural: "resourcequotas", namespaced: true },
  Namespace: { apiVersion: "v1", plural: "namespaces", namespaced: false },
};

/** Path of all objects of the kind, in one namespace or everywhere. */
export function collectionPath({ apiVersion, plural, namespaced }: Resource, namespace?: string): string {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope =
    namespaced && namespace !== undefined && namespace !== "" ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${root}${scope}/${plural}`;
}

export function objectPath(kind: ObservedKind, key: ObjectKey, subresource = ""): string {
  const path = `${collectionPath(RESOURCES[kind], key.namespace)}/${encodeURIComponent(key.name)}`;
  return subresource === "" ? path : `${path}/${subresource}`;
}

export const JSON_PATCH = "application/json-patch+json";

/** As `objectPath`, for a write: managed fields name us as who made it. */
export function writtenPath(kind: ObservedKind, key: ObjectKey, subresource = ""): string {
  return `${objectPath(kind, key, subresource)}?fieldManager=${FIELD_MANAGER}`;
}
