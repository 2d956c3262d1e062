import { parseQuantity } from "../../units/quantity.ts";

type Requests = Readonly<Record<string, string>>;
export interface Resources {
  readonly requests?: Requests;
  readonly limits?: Requests;
}
export interface Container {
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
  const { starting, running } = summed(spec, requestsOf);
  const whole = { ...read(spec.resources?.limits), ...larger(starting, running), ...read(spec.resources?.requests) };
  return sum([whole, read(spec.overhead)]);
}

/** What a quota counts of the pod's limits, summed as the requests are; overhead only where there is a limit. */
export function summedLimits(spec: PodSpec): Readonly<Record<string, number>> {
  const { starting, running } = summed(spec, limitsOf);
  const whole = { ...larger(starting, running), ...read(spec.resources?.limits) };
  const overhead = Object.entries(read(spec.overhead)).filter(([name]) => name in whole);
  return sum([whole, Object.fromEntries(overhead)]);
}

/** What the largest init container needs beyond all that run later, by resource name. */
export function initExcess(spec: PodSpec): Readonly<Record<string, number>> {
  const { starting, running } = summed(spec, requestsOf);
  const excess = Object.entries(starting).map(([name, value]) => [name, value - (running[name] ?? 0)] as const);
  return Object.fromEntries(excess.filter(([, value]) => value > 0));
}

type Amounts = Readonly<Record<string, number>>;

function summed(spec: PodSpec, of: (container: Container) => Amounts): { starting: Amounts; running: Amounts } {
  let starting: Amounts = {};
  let sidecars: Amounts = {};
  for (const container of spec.initContainers ?? []) {
    const beside = sum([sidecars, of(container)]);
    if (isSidecar(container)) sidecars = beside;
    starting = larger(starting, beside);
  }
  return { starting, running: sum([sidecars, ...(spec.containers ?? []).map(of)]) };
}

/** Containers that run as long as the pod does. */
export function runningContainers({ initContainers = [], containers = [] }: PodSpec): readonly Container[] {
  return [...initContainers.filter(isSidecar), ...containers];
}

function isSidecar({ restartPolicy }: Container): boolean {
  return restartPolicy === "Always";
}

/** A limit without a request counts as the request, as the API server defaults it. */
function requestsOf({ resources }: Container): Readonly<Record<string, number>> {
  return { ...read(resources?.limits), ...read(resources?.requests) };
}

function limitsOf({ resources }: Container): Readonly<Record<string, number>> {
  return read(resources?.limits);
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
