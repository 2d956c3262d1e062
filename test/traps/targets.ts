import type { Applied } from "../cluster/apiClient.ts";
import { ownPath, type RealWorld } from "../story/realWorld.ts";
import type { Manifest } from "../story/threadObjects.ts";

const HOUR = 3_600_000;

/** What a floor is asked for: the name of a Deployment, or a reference of its own. */
type Ref = { readonly apiVersion?: string; readonly kind?: string; readonly name: string };

/**
 * A user's own CronHPA whose one window has begun and lasts for hours: what it does does not depend on how fast the
 * machine is. `endWindow` ends it.
 */
export function floorNow(namespace: string, minReplicas: number, ref: Ref = { name: "face-fusion" }): Manifest {
  const [start, end] = [Date.now() - HOUR, Date.now() + 6 * HOUR].map((at) => new Date(at).toISOString());
  const object: Applied = {
    apiVersion: "headstart.dev/v1alpha1",
    kind: "CronHPA",
    metadata: { name: "evening", namespace },
    spec: { scaleTargetRef: ref, windows: [{ start, end, minReplicas, reason: "evening" }] },
  };
  return { path: `/apis/headstart.dev/v1alpha1/namespaces/${namespace}/cronhpas`, object };
}

/** No window is in force any more: what was found is given back. */
export async function endWindow({ plane }: RealWorld, namespace: string, name = "evening"): Promise<void> {
  await plane.merge(ownPath(namespace, `cronhpas/${name}`), { spec: { windows: [] } });
}
