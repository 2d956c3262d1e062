import { join } from "node:path";
import { type AuditedWrite, auditedWrites } from "../cluster/audit.ts";
import type { LooseObject } from "../cluster/apiClient.ts";
import { type ControlPlane, startControlPlane } from "../cluster/controlPlane.ts";
import { type ExternalMetrics, serveExternalMetrics } from "../cluster/externalMetrics.ts";
import { installCrds } from "../cluster/installCrds.ts";
import { writeKubeconfig } from "../cluster/kubeconfig.ts";
import { placeholderPriorityClass } from "../cluster/samples.ts";
import { type ControllerProcess, startController } from "./controllerProcess.ts";

/** A real control plane with our kinds, live external metrics and room, and our controllers as processes. */
export interface RealWorld {
  readonly plane: ControlPlane;
  readonly metrics: ExternalMetrics;
  /** Starts `headstart run`; the API server knows it by this name. */
  controller(name: string, args: readonly string[]): Promise<ControllerProcess>;
  hpa(namespace: string, name?: string): Promise<LooseObject>;
  /** One of our objects, as `own("vision", "campaigns/sale")`. */
  own(namespace: string, object: string): Promise<LooseObject | undefined>;
  /** What one controller wrote so far of one resource, Leases and statuses only when asked for. */
  writesOf(name: string, resource: string): readonly AuditedWrite[];
  stop(): Promise<void>;
}

type Resources = Readonly<Record<string, string>>;

const NODE: Resources = { cpu: "12", memory: "64Gi", pods: "110" };

/** @param allocatable of each node */
export async function startRealWorld(nodes: number, allocatable: Resources = NODE): Promise<RealWorld> {
  const plane = await startControlPlane();
  const controllers: ControllerProcess[] = [];
  let metrics: ExternalMetrics | undefined;
  const stop = async () => {
    await Promise.all(controllers.map((controller) => controller.stop()));
    await metrics?.stop();
    await plane.stop();
  };
  try {
    await installCrds(plane);
    metrics = await serveExternalMetrics(plane);
    await plane.addNodes(nodes, allocatable);
    await plane.create("/apis/scheduling.k8s.io/v1/priorityclasses", placeholderPriorityClass());
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    plane,
    metrics,
    stop,
    controller: async (name, args) => {
      const admin = plane.authority.issue(name, `/O=system:masters/CN=${name}`);
      const { server, authority } = plane;
      const kubeconfig = join(plane.folder, `${name}.kubeconfig`);
      writeKubeconfig(kubeconfig, { server, authority: authority.certificate, admin });
      const controller = await startController(plane, args, kubeconfig);
      controllers.push(controller);
      return controller;
    },
    hpa: async (namespace, name = "face-fusion") =>
      (await plane.get(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${name}`))!,
    own: (namespace, object) => plane.get(ownPath(namespace, object)),
    writesOf: (name, resource) =>
      auditedWrites(plane).filter((write) => write.user === name && write.resource === resource),
  };
}

export function ownPath(namespace: string, object: string): string {
  return `/apis/headstart.dev/v1alpha1/namespaces/${namespace}/${object}`;
}

type Condition = NonNullable<NonNullable<LooseObject["status"]>["conditions"]>[number];

export function conditionOf(object: LooseObject | undefined, type: string): Condition | undefined {
  return object?.status?.conditions?.find((condition) => condition.type === type);
}
