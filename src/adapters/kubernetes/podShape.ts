import { parseQuantity } from "../../units/quantity.ts";

type Requests = Readonly<Record<string, string>>;
interface Resources {
  readonly requests?: Requests;
  readonly limits?: Requests;
}
interface Container {
  readonly resources?: Resources;
  readonly restartPolicy?: string;
}

/** The part of a pod's spec that decides where it fits. */
export interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  /** Of the pod as a whole. */
  readonly resources?: Resources;
  readonly overhead?: Requests;
  readonly preemptionPolicy?: string;
  readonly priorityClassName?: string;
  readonly [field: string]: unknown;
}

const SCHEDULING = [
  "nodeSelector",
  "affinity",
  "tolerations",
  "topologySpreadConstraints",
  "schedulerName",
  "runtimeClassName",
] as const;

/** The scheduling fields, as written. */
export function schedulingOf(spec: PodSpec): Readonly<Record<string, unknown>> {
  const present = SCHEDULING.filter((field) => spec[field] !== undefined);
  return Object.fromEntries(present.map((field) => [field, spec[field]]));
}

/**
 * What the scheduler counts for the pod, by resource name in base units: the sum over its containers and sidecars, or
 * the largest init container with the sidecars that run by then, where that is more; what the pod as a whole asks for
 * goes before that. The overhead of the runtime class comes on top.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 * @see https://kubernetes.io/docs/concepts/workloads/pods/#pod-level-resources
 */
export function summedRequests(spec: PodSpec): Readonly<Record<string, number>> {
  let most: Readonly<Record<string, number>> = {};
  let sidecars: Readonly<Record<string, number>> = {};
  for (const container of spec.initContainers ?? []) {
    const beside = sum([sidecars, requestsOf(container)]);
    if (container.restartPolicy === "Always") sidecars = beside;
    most = larger(most, beside);
  }
  const running = sum([sidecars, ...(spec.containers ?? []).map(requestsOf)]);
  const whole = { ...read(spec.resources?.limits), ...larger(most, running), ...read(spec.resources?.requests) };
  return sum([whole, read(spec.overhead)]);
}

/** A limit without a request counts as the request, as the API server defaults it. */
function requestsOf({ resources }: Container): Readonly<Record<string, number>> {
  return { ...read(resources?.limits), ...read(resources?.requests) };
}

function read(requests: Requests | undefined): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(requests ?? {}).map(([name, text]) => [name, parseQuantity(text) ?? 0]));
}

function sum(parts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const total: Record<string, number> = {};
  for (const part of parts) for (const [name, value] of Object.entries(part)) total[name] = (total[name] ?? 0) + value;
  return total;
}

function larger(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const most: Record<string, number> = { ...a };
  for (const [name, value] of Object.entries(b)) most[name] = Math.max(most[name] ?? 0, value);
  return most;
}
