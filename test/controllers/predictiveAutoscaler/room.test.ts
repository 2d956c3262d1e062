import { describe, expect, it } from "vitest";
import { TRANSFORMS } from "../../../src/adapters/kubernetes/transforms.ts";
import { PLACEHOLDER_PRIORITY_CLASS, POOL_LABEL } from "../../../src/api/metadata.ts";
import type { PodTemplate } from "../../../src/api/observed.ts";
import { quotaRoom } from "../../../src/controllers/predictiveAutoscaler/room.ts";
import { podOf } from "../fakeCluster.ts";
import { deployment, NAMESPACE } from "../world.ts";

const MODEL: PodTemplate = { labels: {}, annotations: {}, requests: { cpu: 1 }, scheduling: {} };

/** As the API server gives it: three of ten pods are used. */
function quota(spec: object) {
  const status = { hard: { pods: "10" }, used: { pods: "3" } };
  return TRANSFORMS.ResourceQuota({ metadata: { namespace: NAMESPACE, name: "team" }, spec, status });
}

const priority = (operator: string, ...values: string[]) => ({
  scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator, values }] },
});

describe("room that a quota leaves for the pods of a target", () => {
  it.each<{ what: string; spec: object; pod?: Partial<PodTemplate>; more: number }>([
    { what: "no scope: it counts all pods", spec: {}, more: 7 },
    { what: "BestEffort: pods with requests are none of its", spec: { scopes: ["BestEffort"] }, more: Infinity },
    { what: "BestEffort: pods without requests are", spec: { scopes: ["BestEffort"] }, pod: { requests: {} }, more: 7 },
    { what: "NotBestEffort", spec: { scopes: ["NotBestEffort"] }, more: 7 },
    { what: "Terminating: pods of a Deployment have no deadline", spec: { scopes: ["Terminating"] }, more: Infinity },
    { what: "NotTerminating and NotBestEffort", spec: { scopes: ["NotTerminating", "NotBestEffort"] }, more: 7 },
    { what: "one scope of two does not match", spec: { scopes: ["NotTerminating", "BestEffort"] }, more: Infinity },
    { what: "another class", spec: priority("In", "batch"), pod: { priorityClassName: "models" }, more: Infinity },
    { what: "this class", spec: priority("In", "models", "x"), pod: { priorityClassName: "models" }, more: 7 },
    {
      what: "all but this class",
      spec: priority("NotIn", "models"),
      pod: { priorityClassName: "models" },
      more: Infinity,
    },
    { what: "any class, but the pods name none", spec: priority("Exists"), more: Infinity },
    { what: "no class", spec: priority("DoesNotExist"), more: 7 },
    { what: "a scope that is not evaluated", spec: { scopes: ["CrossNamespacePodAffinity"] }, more: Infinity },
  ])("$what", ({ spec, pod, more }) => {
    expect(quotaRoom(quota(spec), { ...MODEL, ...pod }, []).more).toBe(more);
  });

  it.each([
    { what: "a quota of limits counts those of the pods", limits: { cpu: 2 }, more: 3 },
    { what: "and nothing of pods that have none", limits: {}, more: Infinity },
  ])("$what", ({ limits, more }) => {
    const status = { hard: { "limits.cpu": "10" }, used: { "limits.cpu": "4" } };
    const limited = TRANSFORMS.ResourceQuota({ metadata: { namespace: NAMESPACE, name: "team" }, spec: {}, status });
    expect(quotaRoom(limited, { ...MODEL, limits }, []).more).toBe(more);
  });

  it("placeholders count as free room only where the quota counts them", () => {
    const pods = Array.from({ length: 3 }, (_, i) =>
      podOf({ namespace: NAMESPACE, name: `room-${i}`, labels: { [POOL_LABEL]: "pool" } }, deployment()),
    );
    const models = { ...MODEL, priorityClassName: "models" };
    expect(quotaRoom(quota({}), models, pods).more).toBe(10);
    expect(quotaRoom(quota(priority("In", "models")), models, pods).more).toBe(7);
    expect(quotaRoom(quota(priority("In", "models", PLACEHOLDER_PRIORITY_CLASS)), models, pods).more).toBe(10);
  });
});
