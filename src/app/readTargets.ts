import type { KubeConnection } from "../adapters/kubernetes/kubeConnection.ts";
import { collectionPath, RESOURCES } from "../adapters/kubernetes/resources.ts";
import { TRANSFORMS } from "../adapters/kubernetes/transforms.ts";
import type { Observed, ObservedKind } from "../ports/cluster.ts";
import { listAll } from "./listAll.ts";

const KINDS = ["PredictiveAutoscaler", "HorizontalPodAutoscaler", "ScalingPolicy"] as const;

/**
 * What a namespace's campaigns can ask of, and what limits it. Kinds that may not be read, or that the API server does
 * not answer for, are left out: whoever files a campaign is not kept from it.
 */
export async function readTargets(
  connection: KubeConnection,
  namespace: string,
): Promise<readonly Observed[ObservedKind][]> {
  const lists = await Promise.all(
    KINDS.map(async (kind) => {
      const objects = await listAll(connection, collectionPath(RESOURCES[kind], namespace)).catch(() => undefined);
      return (objects ?? []).map((object): Observed[ObservedKind] => TRANSFORMS[kind](object));
    }),
  );
  return lists.flat();
}
