import { describe, expect, it } from "vitest";
import { TRANSFORMS } from "../../src/adapters/kubernetes/transforms.ts";
import { podsOf } from "../../src/controllers/targets.ts";
import { podOf } from "./fakeCluster.ts";
import { deployment, NAME, NAMESPACE, worldAt } from "./world.ts";

const APP = { key: "app", operator: "In", values: [NAME, "face-swap"] };
const NO_CANARY = { key: "canary", operator: "DoesNotExist" };

describe("the pods of a target", () => {
  it.each([
    { selector: { matchLabels: { app: NAME } }, are: ["canary", "own"], why: "labels alone" },
    {
      selector: { matchLabels: { app: NAME }, matchExpressions: [NO_CANARY] },
      are: ["own"],
      why: "those of another Deployment, which the expression leaves out, are none",
    },
    { selector: { matchExpressions: [APP, NO_CANARY] }, are: ["own", "swap"], why: "expressions alone" },
    { selector: {}, are: [], why: "an empty selector would match the whole namespace" },
  ])("$why", ({ selector, are }) => {
    const { cluster, put } = worldAt("2026-11-11T00:00:00Z");
    const of = (name: string, labels: Readonly<Record<string, string>>) =>
      put(podOf({ namespace: NAMESPACE, name, labels }, deployment()));
    of("own", { app: NAME });
    of("canary", { app: NAME, canary: "yes" });
    of("swap", { app: "face-swap" });
    of("other", { app: "filter" });
    const workload = TRANSFORMS.Deployment({
      metadata: { namespace: NAMESPACE, name: NAME },
      spec: { replicas: 4, selector, template: {} },
      status: {},
    });
    const names = podsOf(cluster, workload).map(({ metadata }) => metadata.name);
    expect(names.toSorted()).toEqual(are);
  });
});
