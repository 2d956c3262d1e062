import { describe, expect, it } from "vitest";
import { examineWorkload } from "../../src/app/examineWorkload.ts";

const container = {
  name: "model",
  readinessProbe: { httpGet: { path: "/ready", port: 80 } },
  lifecycle: { preStop: { sleep: { seconds: 10 } } },
  resources: { requests: { cpu: "1", memory: "1Gi" } },
};
const healthy = {
  pod: { containers: [container], terminationGracePeriodSeconds: 60 } as Record<string, unknown>,
  managedFields: [] as readonly unknown[],
  applied: undefined as object | undefined,
  hpas: [{ behavior: {} }] as readonly object[],
  budgets: [{ maxUnavailable: 1 }] as readonly object[],
  quotas: [] as readonly object[],
  limits: [] as readonly object[],
};

const APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

function findingsOf(change: Partial<typeof healthy>) {
  const { pod, managedFields, applied, hpas, budgets, quotas, limits } = { ...healthy, ...change };
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "fusion" };
  return examineWorkload({
    workload: {
      kind: "Deployment",
      metadata: {
        name: "fusion",
        namespace: "vision",
        managedFields,
        annotations: { [APPLIED]: JSON.stringify(applied) },
      },
      spec: { replicas: 4, template: { metadata: { labels: { app: "fusion" } }, spec: pod } },
      status: { replicas: 4, readyReplicas: 4 },
    },
    autoscalers: hpas.map((spec, i) => ({
      metadata: { name: `hpa-${i}` },
      spec: { scaleTargetRef, maxReplicas: 40, ...spec },
    })),
    budgets: budgets.map((spec) => ({
      metadata: { name: "budget" },
      spec: { selector: { matchLabels: { app: "fusion" } }, ...spec },
    })),
    quotas: quotas.map((status) => ({ metadata: { name: "models", namespace: "vision" }, status })),
    limitRanges: limits.map((each) => ({ spec: { limits: [{ type: "Container", ...each }] } })),
  });
}

const expression = (...values: readonly string[]) => ({
  matchExpressions: [{ key: "app", operator: "In", values }],
});
const [IN_OWN, IN_OTHERS] = [expression("fusion", "filter"), expression("filter")];

const without = (field: keyof typeof container) => {
  const { [field]: _left, ...rest } = container;
  return { containers: [rest], terminationGracePeriodSeconds: 60 };
};
const ownedBy = (manager: string, subresource?: string) => [
  { manager, fieldsV1: { "f:spec": { "f:replicas": {} } }, ...(subresource === undefined ? {} : { subresource }) },
];

describe("what would make scaling a workload fail", () => {
  it("a workload with everything has no finding", () => expect(findingsOf({})).toEqual([]));

  it.each<{ change: Partial<typeof healthy>; code: string; why: string }>([
    { change: { pod: without("readinessProbe") }, code: "NoReadinessProbe", why: "Ready before it can serve" },
    { change: { pod: without("lifecycle") }, code: "NoPreStop", why: "requests fail on the way down" },
    { change: { pod: without("resources") }, code: "NoRequests", why: "no shape to reserve" },
    {
      change: { pod: { containers: [container], terminationGracePeriodSeconds: 10 } },
      code: "ShortGracePeriod",
      why: "killed at the end of its sleep",
    },
    {
      change: { pod: { ...healthy.pod, preemptionPolicy: "Never" } },
      code: "PreemptionNever",
      why: "placeholders stay in its way",
    },
    { change: { budgets: [] }, code: "NoDisruptionBudget", why: "a drain takes all" },
    { change: { budgets: [{ maxUnavailable: 0 }] }, code: "BudgetAllowsNothing", why: "no drain ever ends" },
    { change: { budgets: [{ minAvailable: "100%" }] }, code: "BudgetAllowsNothing", why: "the same in other words" },
    { change: { budgets: [{ selector: IN_OTHERS }] }, code: "NoDisruptionBudget", why: "it is another one's" },
    {
      change: { budgets: [{ selector: {}, maxUnavailable: 0 }] },
      code: "BudgetAllowsNothing",
      why: "an empty selector means every pod of the namespace",
    },
    { change: { hpas: [{}, {}] }, code: "TwoAutoscalers", why: "they fight" },
    {
      change: { hpas: [{ behavior: { scaleDown: { selectPolicy: "Disabled" } } }] },
      code: "ScaleDownDisabled",
      why: "never given back",
    },
    { change: { managedFields: ownedBy("argocd") }, code: "TwoWriters", why: "GitOps sets the replicas back" },
    { change: { applied: { spec: { replicas: 2 } } }, code: "TwoWriters", why: "kubectl apply sets them back, too" },
    {
      change: { quotas: [{ hard: { "requests.cpu": "20" }, used: { "requests.cpu": "4" } }] },
      code: "QuotaTooSmall",
      why: "16 more where 36 may be asked for",
    },
    {
      change: {
        pod: without("resources"),
        limits: [{ defaultRequest: { cpu: "500m", memory: "1Gi" } }, { defaultRequest: { cpu: "1" } }],
        quotas: [{ hard: { "requests.cpu": "20" }, used: { "requests.cpu": "4" } }],
      },
      code: "QuotaTooSmall",
      why: "half a core each is what the namespace gives: 16 are left for 18",
    },
    {
      change: {
        pod: without("resources"),
        limits: [{ default: { cpu: "1", memory: "1Gi" }, defaultRequest: { cpu: "250m", memory: "1Gi" } }],
        quotas: [{ hard: { "limits.cpu": "20" }, used: { "limits.cpu": "4" } }],
      },
      code: "QuotaTooSmall",
      why: "limits are given and counted as well",
    },
    {
      change: { pod: without("resources"), limits: [{ defaultRequest: { cpu: "500m" } }] },
      code: "NoRequests",
      why: "the namespace gives no memory",
    },
    {
      change: { pod: without("resources"), limits: [{ type: "Pod", min: { cpu: "1", memory: "1Gi" } }] },
      code: "NoRequests",
      why: "what bounds pods gives containers nothing",
    },
  ])("$code: $why", ({ change, code }) => {
    const findings = findingsOf(change);
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    expect(findings[0]?.remedy).toMatch(/./);
  });

  it.each([
    { change: { managedFields: ownedBy("kube-controller-manager", "scale") }, why: "the HPA writes through /scale" },
    { change: { applied: { spec: {} } }, why: "a manifest that leaves them out clashes with nobody" },
    { change: { managedFields: ownedBy("argocd"), hpas: [] }, why: "without an HPA the manifest is the one writer" },
    {
      change: { quotas: [{ hard: { "requests.cpu": "40" }, used: { "requests.cpu": "4" } }] },
      why: "just enough quota",
    },
    {
      change: {
        pod: without("resources"),
        limits: [{ defaultRequest: { cpu: "500m", memory: "1Gi" } }, { defaultRequest: { cpu: "1" } }],
        quotas: [{ hard: { "requests.cpu": "22" }, used: { "requests.cpu": "4" } }],
      },
      why: "what a LimitRange gives each container is enough, and just fits",
    },
    {
      change: { pod: { containers: [container], terminationGracePeriodSeconds: 11 } },
      why: "a second more than the sleep",
    },
    { change: { budgets: [{ selector: IN_OWN, maxUnavailable: 1 }] }, why: "a budget that selects by an expression" },
    {
      change: { budgets: [{ maxUnavailable: 1 }, { selector: IN_OTHERS, maxUnavailable: 0 }] },
      why: "a budget of others that allows nothing",
    },
  ])("no finding: $why", ({ change }) => expect(findingsOf(change)).toEqual([]));
});
