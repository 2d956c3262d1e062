import { type Json, TRANSFORMS } from "../adapters/kubernetes/transforms.ts";
import { type LabelSelector, selects } from "../api/requirement.ts";
import { quotaRoom } from "../controllers/predictiveAutoscaler/room.ts";
import type { Failure } from "../units/failure.ts";
import { withDefaults } from "./withDefaults.ts";

/** What the API server, or a file, says of one workload: JSON as Kubernetes writes it. */
export interface Examined {
  readonly workload: Json;
  /** All HPAs of its namespace. */
  readonly autoscalers: readonly Json[];
  readonly budgets: readonly Json[];
  readonly quotas: readonly Json[];
  /** What its namespace gives to containers that do not name what they need. */
  readonly limitRanges: readonly Json[];
}

/** All that would make scaling this workload fail or hurt; each with what happens and what to do. */
export function examineWorkload(examined: Examined): readonly Failure[] {
  const { spec: written = {}, metadata: { labels = {} } = {} } = examined.workload.spec?.template ?? {};
  const pod = withDefaults(written, examined.limitRanges);
  const hpas = examined.autoscalers.filter(({ spec }: Json) => scales(spec?.scaleTargetRef, examined.workload));
  return [
    ...(pod.containers ?? []).flatMap((container: Json, index: number) => containerFindings(container, index)),
    ...endingFindings(pod),
    ...(pod.preemptionPolicy === "Never" ? [PREEMPTION_NEVER] : []),
    ...budgetFindings(examined.budgets.filter((budget) => covers(budget, labels))),
    ...autoscalerFindings(hpas),
    ...writerFindings(examined.workload, hpas),
    ...quotaFindings(examined, pod, hpas),
  ];
}

const TEMPLATE = "spec.template.spec";

function scales(ref: Json, { kind, metadata }: Json): boolean {
  return ref?.kind === kind && ref?.name === metadata.name;
}

function containerFindings({ name, readinessProbe, resources }: Json, index: number): readonly Failure[] {
  const field = `${TEMPLATE}.containers[${index}]`;
  const findings: Failure[] = [];
  if (readinessProbe === undefined) {
    findings.push({
      code: "NoReadinessProbe",
      field: `${field}.readinessProbe`,
      message: `container ${name} counts as Ready as soon as it runs, so requests come before the model is loaded`,
      remedy: "add a readinessProbe that answers only when requests can be served; lead times are measured by it, too",
    });
  }
  const missing = ["cpu", "memory"].filter((resource) => requestOf(resources, resource) === undefined);
  if (missing.length > 0) {
    findings.push({
      code: "NoRequests",
      field: `${field}.resources.requests`,
      message: `container ${name} requests no ${missing.join(" and no ")}, so its room cannot be reserved`,
      remedy: "request what it needs",
    });
  }
  return findings;
}

function requestOf(resources: Json, resource: string): unknown {
  return resources?.requests?.[resource] ?? resources?.limits?.[resource];
}

/** Routes to a pod outlive its SIGTERM by seconds. */
function endingFindings({ containers = [], terminationGracePeriodSeconds: grace = 30 }: Json): readonly Failure[] {
  const hooks = containers.map(({ lifecycle }: Json) => lifecycle?.preStop).filter((hook: Json) => hook !== undefined);
  if (hooks.length === 0) {
    return [
      {
        code: "NoPreStop",
        field: `${TEMPLATE}.containers[].lifecycle.preStop`,
        message: "a pod that is removed ends while routes still lead to it, so each step down fails some requests",
        remedy: "add preStop: {sleep: {seconds: 10}}, or a hook that waits until routes are gone",
      },
    ];
  }
  const longest = Math.max(0, ...hooks.map((hook: Json) => Number(hook.sleep?.seconds ?? 0)));
  if (longest < grace) return [];
  return [
    {
      code: "ShortGracePeriod",
      field: `${TEMPLATE}.terminationGracePeriodSeconds`,
      value: String(grace),
      message: `preStop sleeps for ${longest} s, so the pod is killed before it could finish its requests`,
      remedy: `give more than ${longest} s: the sleep and the longest request`,
    },
  ];
}

const PREEMPTION_NEVER: Failure = {
  code: "PreemptionNever",
  field: `${TEMPLATE}.preemptionPolicy`,
  value: "Never",
  message: "its pods cannot displace the placeholders that hold room for them",
  remedy: "remove it; until then pods wait for room that is reserved for them",
};

/** Of a budget, an empty selector means every pod of the namespace, and none at all means no pod (policy/v1). */
function covers({ spec }: Json, labels: Json): boolean {
  const selector = spec?.selector;
  return selector !== undefined && selector !== null && selects(selector as LabelSelector, labels);
}

function budgetFindings(budgets: readonly Json[]): readonly Failure[] {
  if (budgets.length === 0) {
    return [
      {
        code: "NoDisruptionBudget",
        field: "PodDisruptionBudget",
        message: "a drain of nodes may take all of its pods at once",
        remedy: "add a PodDisruptionBudget, such as maxUnavailable: 10%",
      },
    ];
  }
  return budgets
    .filter(({ spec }) => ["0", "0%"].includes(String(spec.maxUnavailable)) || String(spec.minAvailable) === "100%")
    .map(({ metadata }) => ({
      code: "BudgetAllowsNothing",
      field: `PodDisruptionBudget ${metadata.name}`,
      message: "no node that holds one of its pods can ever be drained, so idle nodes stay",
      remedy: "allow at least one pod to be away, such as maxUnavailable: 1",
    }));
}

function autoscalerFindings(hpas: readonly Json[]): readonly Failure[] {
  if (hpas.length > 1) {
    const names = hpas.map(({ metadata }) => metadata.name).join(", ");
    return [
      {
        code: "TwoAutoscalers",
        field: "HorizontalPodAutoscaler",
        message: `the HPAs ${names} scale it against each other`,
        remedy: "keep one; until then no floor is written",
      },
    ];
  }
  return hpas
    .filter(({ spec }) => spec.behavior?.scaleDown?.selectPolicy === "Disabled")
    .map(({ metadata }) => ({
      code: "ScaleDownDisabled",
      field: `HorizontalPodAutoscaler ${metadata.name}: spec.behavior.scaleDown.selectPolicy`,
      value: "Disabled",
      message: "replicas never fall, so what a floor raised stays and is paid for",
      remedy: "set selectPolicy: Max or Min",
    }));
}

/** A manifest that holds `replicas` beside an HPA sets them back at every apply. */
function writerFindings({ metadata }: Json, hpas: readonly Json[]): readonly Failure[] {
  if (hpas.length === 0) return [];
  const writers: string[] = (metadata.managedFields ?? [])
    .filter(({ fieldsV1, subresource }: Json) => subresource === undefined && fieldsV1?.["f:spec"]?.["f:replicas"])
    .map(({ manager }: Json) => String(manager));
  // An HPA that has scaled takes the ownership over; what kubectl applied last still holds the field.
  if (appliedReplicas(metadata.annotations) !== undefined) writers.push("kubectl apply");
  if (writers.length === 0) return [];
  return [
    {
      code: "TwoWriters",
      field: "spec.replicas",
      message: `${[...new Set(writers)].join(", ")} also sets the replicas that the HPA scales`,
      remedy: "leave spec.replicas out of the manifest; until then each apply throws the scale back",
    },
  ];
}

function appliedReplicas(annotations: Json): unknown {
  const text: unknown = annotations?.["kubectl.kubernetes.io/last-applied-configuration"];
  if (typeof text !== "string") return undefined;
  try {
    return (JSON.parse(text) as Json)?.spec?.replicas;
  } catch {
    return undefined;
  }
}

function quotaFindings({ workload, quotas }: Examined, pod: Json, [hpa]: readonly Json[]): readonly Failure[] {
  const template = { ...workload.spec?.template, spec: pod };
  const { spec, status } = TRANSFORMS.Deployment({ ...workload, spec: { ...workload.spec, template } });
  const wanted = (hpa?.spec?.maxReplicas ?? spec.replicas) - status.replicas;
  return quotas
    .map((quota) => quotaRoom(TRANSFORMS.ResourceQuota(quota), spec.template, []))
    .filter(({ more }) => more < wanted)
    .map(({ more, limit }) => ({
      code: "QuotaTooSmall",
      field: limit,
      message: `admits ${Math.max(0, more)} more of its pods, and the autoscaler may ask for ${wanted}`,
      remedy: "raise the quota, or lower maxReplicas to what can be had",
    }));
}
