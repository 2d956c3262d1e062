import { type Manifest, ownManifest } from "../cluster/manifests.ts";
import { sampleDeployment } from "../cluster/samples.ts";
import { ownPath, type RealWorld } from "../story/realWorld.ts";

const HOUR = 3_600_000;
const NAME = "face-fusion";

/** What a floor is asked for: the name of a Deployment, or a reference of its own. */
type Ref = { readonly apiVersion?: string; readonly kind?: string; readonly name: string };

/**
 * A user's own CronHPA whose one window has begun and lasts for hours: what it does does not depend on how fast the
 * machine is. `endWindow` ends it.
 */
export function floorNow(namespace: string, minReplicas: number, ref: Ref = { name: NAME }): Manifest {
  const [start, end] = [Date.now() - HOUR, Date.now() + 6 * HOUR].map((at) => new Date(at).toISOString());
  const spec = { scaleTargetRef: ref, windows: [{ start, end, minReplicas, reason: "evening" }] };
  return ownManifest("CronHPA", { namespace, name: "evening" }, spec);
}

/** No window is in force any more: what was found is given back. */
export async function endWindow({ plane }: RealWorld, namespace: string, name = "evening"): Promise<void> {
  await plane.merge(ownPath(namespace, `cronhpas/${name}`), { spec: { windows: [] } });
}

export function deploymentsOf(namespace: string): string {
  return `/apis/apps/v1/namespaces/${namespace}/deployments`;
}

/** One pod, without an HPA. */
export function deployment(namespace: string, requests?: Readonly<Record<string, string>>): Manifest {
  const object = sampleDeployment({ name: NAME, namespace, startup: "1s", replicas: 1, ...(requests && { requests }) });
  return { path: deploymentsOf(namespace), object };
}

/** A user's own pool: room for so many pods beside the one that stands. */
export function pool(namespace: string, replicas: number): Manifest {
  const [start, end] = [Date.now() - HOUR, Date.now() + HOUR].map((at) => new Date(at).toISOString());
  const windows = [{ start, end, replicas, upTo: replicas + 1 }];
  return ownManifest("WarmPool", { namespace, name: "room" }, { targetRef: { name: NAME }, windows });
}

interface Template {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: object;
}

/** A Deployment whose pods have this as well; other objects stay as they are. */
export function templated(
  { path, object }: Manifest,
  more: { annotations?: Record<string, string>; spec?: object },
): Manifest {
  if (object["kind"] !== "Deployment") return { path, object };
  const spec = object["spec"] as { readonly template: Template };
  const { metadata, spec: pod } = spec.template;
  const annotations = { ...metadata.annotations, ...more.annotations };
  const template = { metadata: { ...metadata, annotations }, spec: { ...pod, ...more.spec } };
  return { path, object: { ...object, spec: { ...spec, template } } };
}
