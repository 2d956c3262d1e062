import { API_VERSION, PLACEHOLDER_PRIORITY_CLASS, POOL_LABEL, WAKER_LABEL } from "../../api/metadata.ts";
import type { Placeholder } from "../../ports/cluster.ts";
import { amongThemselves } from "./amongThemselves.ts";
import type { Json } from "./transforms.ts";
import { schedulingOf, summedRequests, type PodSpec } from "./podShape.ts";

/** `spec.template` of the workload. */
export interface TemplateJson {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: PodSpec;
}

/**
 * A bare pod that takes the room of one pod of the workload, or none as a waker, and does nothing in it. A waker names
 * the same resources, since a quota may demand that they are named.
 * It carries none of the target's labels, so that no Service sends it traffic and no ReplicaSet adopts it.
 */
export function placeholderPod(placeholder: Placeholder, template: TemplateJson, image: string): unknown {
  const { namespace, pool, owner } = placeholder;
  const { metadata, spec = {} } = template;
  const [label, suffix, part] = placeholder.role === "Waker" ? [WAKER_LABEL, "wake-", 0] : [POOL_LABEL, "", 1];
  const own = { [label]: pool.slice(0, 63) };
  const requests = Object.fromEntries(
    Object.entries(summedRequests(spec)).map(([name, value]) => [name, quantityOf(value * part)]),
  );
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
      ...(placeholder.role === "Waker"
        ? withoutPodRules(schedulingOf(spec))
        : amongThemselves(schedulingOf(spec), { template: metadata?.labels ?? {}, own })),
      priorityClassName: PLACEHOLDER_PRIORITY_CLASS,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65_535, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "room",
          image,
          resources: { requests, limits: extended(requests) },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
        },
      ],
    },
  };
}

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
function extended(requests: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(requests).filter(([name]) => name.includes("/") || name.startsWith("hugepages-")),
  );
}
