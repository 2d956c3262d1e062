import { API_VERSION } from "../../src/api/metadata.ts";
import type { OwnKind } from "../../src/ports/cluster.ts";
import type { Applied } from "./apiClient.ts";

/** A manifest and the collection it belongs to. */
export interface Manifest {
  readonly path: string;
  readonly object: Applied;
}

export function namespaceManifest(name: string): Manifest {
  return { path: "/api/v1/namespaces", object: { apiVersion: "v1", kind: "Namespace", metadata: { name } } };
}

interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** An object of one of our kinds that live in a namespace. */
export function ownManifest(kind: Exclude<OwnKind, "ScalingPolicy">, place: Place, spec: object): Manifest {
  return {
    path: `/apis/${API_VERSION}/namespaces/${place.namespace}/${kind.toLowerCase()}s`,
    object: { apiVersion: API_VERSION, kind, metadata: { ...place }, spec },
  };
}
