import { API_VERSION, PLACEHOLDER_PRIORITY_CLASS, POOL_LABEL, WAKER_LABEL } from "../../api/metadata.ts";
import type { Placeholder } from "../../ports/cluster.ts";
import { amongThemselves } from "./amongThemselves.ts";
import type { Least } from "./leastAdmitted.ts";
import type { Json } from "./transforms.ts";
import { parseQuantity } from "../../units/quantity.ts";
import {
  initExcess,
  type PodSpec,
  type Resources,
  runningContainers,
  schedulingOf,
  summedRequests,
} from "./podShape.ts";

/** `spec.template` of the workload. */
export interface TemplateJson {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: PodSpec;
}

/**
 * A bare pod that takes the room of one pod of the workload, or none as a waker, and does nothing in it. A waker names
 * the same resources, since a quota may demand that they are named.
 * It carries none of the target's labels, so that no Service sends it traffic and no ReplicaSet adopts it.
 * @param least what a waker has to ask for all the same, where a LimitRange wants it
 */
export function placeholderPod(
  placeholder: Placeholder,
  template: TemplateJson,
  image: string,
  least: Least = {},
): unknown {
  const { namespace, pool, owner } = placeholder;
  const { metadata, spec = {} } = template;
  const isWaker = placeholder.role === "Waker";
  const [label, suffix] = isWaker ? [WAKER_LABEL, "wake-"] : [POOL_LABEL, ""];
  const own = { [label]: pool.slice(0, 63) };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      generateName: `${pool.slice(0, 50)}-${suffix}`,
      namespace,
      labels: {
        ...own,
        "app.kubernetes.io/name": "headstart-placeholder",
        "app.kubernetes.io/managed-by": "headstart",
      },
      annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "true" },
      ownerReferences: [
        { apiVersion: API_VERSION, kind: owner.kind, name: owner.name, uid: owner.uid, controller: true },
      ],
    },
    spec: {
      ...(isWaker
        ? withoutPodRules(schedulingOf(spec))
        : amongThemselves(schedulingOf(spec), { template: metadata?.labels ?? {}, own })),
      priorityClassName: PLACEHOLDER_PRIORITY_CLASS,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65_535, seccompProfile: { type: "RuntimeDefault" } },
      ...(isWaker || spec.resources === undefined ? {} : { resources: named(spec.resources) }),
      containers: (isWaker ? [nothingOf(spec, least)] : roomsOf(spec)).map((resources, index) => ({
        name: index === 0 ? "room" : `room-${index}`,
        image,
        resources,
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
      })),
    },
  };
}

/**
 * The resources that a waker names, and asks nothing of beyond the least; limits as large fit every LimitRange. What is
 * not named a LimitRange would fill in.
 */
function nothingOf(spec: PodSpec, least: Least): Resources {
  const names = ["cpu", "memory", ...Object.keys(summedRequests(spec))];
  const requests = Object.fromEntries(names.map((name) => [name, "0"]));
  return { requests: { ...requests, ...least }, limits: { ...devicesAmong(requests), ...least } };
}

/**
 * What each container asks for that runs as long as the pod: one for one, since a LimitRange fills in and bounds the
 * resources of each, and a quota may want every one of them to name its limits. What an init container needs beyond
 * them is asked for by the first.
 */
function roomsOf(spec: PodSpec): readonly Resources[] {
  const [first = {}, ...others] = runningContainers(spec).map(({ resources = {} }) => named(resources));
  return [withMore(first, initExcess(spec)), ...others];
}

function withMore({ requests = {}, limits = {} }: Resources, more: Readonly<Record<string, number>>): Resources {
  const added = (to: Texts, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, quantityOf((parseQuantity(to[name] ?? "0") ?? 0) + more[name]!)]));
  const wanted = Object.keys(more);
  const requested = added({ ...limits, ...requests }, wanted);
  const limited = wanted.filter((name) => name in limits);
  return {
    requests: { ...requests, ...requested },
    limits: { ...limits, ...devicesAmong(requested), ...added(limits, limited) },
  };
}

/** Claims of devices are of one pod alone, so a placeholder names none. */
function named({ requests = {}, limits = {} }: Resources): Resources {
  return { requests, limits };
}

type Texts = Readonly<Record<string, string>>;

/** A waker has to get a node at once: it keeps to the nodes of the target, and does not mind which pods are there. */
function withoutPodRules(scheduling: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { affinity, topologySpreadConstraints: _pods, ...rest } = scheduling as Json;
  const nodes = affinity?.nodeAffinity;
  return nodes === undefined ? rest : { ...rest, affinity: { nodeAffinity: nodes } };
}

/** Whole units where they are whole, thousandths where not: 0.5 is `500m`. */
function quantityOf(value: number): string {
  return Number.isInteger(value) ? String(value) : `${Math.ceil(value * 1000)}m`;
}

/** Devices such as GPUs must be limited to what is requested; processors and memory need no limit. */
function devicesAmong(requests: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(requests).filter(([name]) => name.includes("/") || name.startsWith("hugepages-")),
  );
}
