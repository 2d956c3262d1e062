import { describe, expect, it } from "vitest";
import { milliseconds, MINUTE } from "../../src/units/duration.ts";
import { removed } from "../../src/twin/objects.ts";
import type { TwinSettings } from "../../src/twin/state.ts";
import { at } from "../controllers/world.ts";
import { sampleDeployment } from "../cluster/samples.ts";
import { campaign, KEY, METRIC, predictiveAutoscaler, target, type TargetShape } from "./manifests.ts";
import { stage } from "./stage.ts";

const START = at("2026-11-11T12:00:00Z");
/** Lead time 10 min, reaction 30 s and readyBefore 5 min ahead of 14:00. */
const ORDER = at("2026-11-11T13:44:30Z");
const READY_BY = at("2026-11-11T13:55:00Z");
const WINDOW = ["2026-11-11T14:00:00Z", "2026-11-11T15:00:00Z"] as const;

const NODES: TwinSettings["nodes"] = {
  allocatable: { cpu: 10, memory: 2 ** 40, pods: 110 },
  ...{ least: 1, most: 6, readyAfter: milliseconds(5 * MINUTE), leavesEmptyAfter: milliseconds(10 * MINUTE) },
};

/** A campaign of 40 on nodes of 10 pods each, of which a node autoscaler buys up to six. */
function campaigning(shape: TargetShape = {}, nodes: Partial<TwinSettings["nodes"]> = {}) {
  const settings = { nodes: { ...NODES, ...nodes } };
  const played = stage({
    start: START,
    settings,
    nodes: settings.nodes.least,
    demand: (metric) => (metric === METRIC ? 80 : undefined),
  });
  played.apply(...target({ startup: "4m", ...shape }), predictiveAutoscaler("10m"), campaign("sale", 40, WINDOW));
  played.begin();
  const counts = () => played.deployment(KEY)?.status ?? { replicas: 0, readyReplicas: 0 };
  const placed = () => played.pods(KEY.name).filter(({ spec }) => spec.nodeName !== undefined).length;
  return { ...played, counts, placed };
}

describe("campaigns on the twin", { timeout: 600_000 }, () => {
  it("W11: a workload that waits for room does not get what the placeholders hold for the campaign", async () => {
    const played = campaigning();
    await played.until(at("2026-11-11T13:40:00Z"));
    expect(played.placeholders().filter(({ spec }) => spec.nodeName !== undefined)).toHaveLength(36);
    // The nodes hold 40 pods, and all of that is taken: equal in rank, but it may not preempt.
    const rival = sampleDeployment({ ...KEY, name: "rival", startup: "1s", replicas: 30 });
    const { spec } = rival.spec.template;
    const waiting = { ...rival.spec.template, spec: { ...spec, preemptionPolicy: "Never" } };
    played.world.change((state) => ({ ...state, settings: { ...state.settings, nodes: { ...NODES, most: 4 } } }));
    played.apply({ ...rival, spec: { ...rival.spec, template: waiting } });
    await played.until(READY_BY, () => {
      const reserved = played.placeholders().filter((pod) => pod.spec.nodeName !== undefined).length;
      expect(played.placed() + reserved).toBeLessThanOrEqual(40);
    });
    expect(played.counts().readyReplicas).toBe(40);
    expect(played.pods("rival").filter((pod) => pod.spec.nodeName !== undefined)).toHaveLength(0);
  });

  it("W11: placeholders stand until own pods take their room, and none is left two minutes later", async () => {
    const played = campaigning();
    await played.until(ORDER);
    expect(played.floor(KEY)).toBe(40);
    expect(played.placeholders()).toHaveLength(36);
    await played.after(125);
    expect(played.placeholders()).toHaveLength(0);
    expect(played.placed()).toBe(40);
  });

  it("W7: room for the campaign costs no more nodes than the campaign itself", async () => {
    const played = campaigning();
    let most = 0;
    await played.until(at("2026-11-11T15:30:00Z"), () => {
      most = Math.max(most, played.world.state().shelves.Node.size + played.world.state().nodesDue.length);
    });
    expect(most).toBe(4);
    await played.until(at("2026-11-11T16:30:00Z"));
    // The four pods that stay may stand on as many nodes; those that are empty have left.
    expect(played.world.state().shelves.Node.size).toBeLessThan(4);
  });

  it.each(["campaign", "autoscaler", "campaign while nobody looks"])(
    "W15: with the %s deleted no placeholder stays",
    async (what) => {
      const played = campaigning();
      await played.until(at("2026-11-11T13:40:00Z"));
      expect(played.placeholders()).toHaveLength(36);
      const [kind, key] = what.startsWith("campaign")
        ? (["Campaign", { ...KEY, name: "sale" }] as const)
        : (["PredictiveAutoscaler", KEY] as const);
      if (what.endsWith("looks")) await played.kill();
      played.world.change((state) => removed(state, kind, key));
      if (what.endsWith("looks")) played.begin();
      await played.after(60);
      expect(played.placeholders()).toHaveLength(0);
      expect(played.bugs).toEqual([]);
    },
  );

  it("F9 W13: while pods start nothing is ordered twice, and none that loads is given up", async () => {
    const played = campaigning({ startup: "9m" });
    const born = new Set<string>();
    await played.until(ORDER);
    await played.until(READY_BY, () => {
      for (const { metadata } of played.pods(KEY.name)) born.add(metadata.uid ?? "");
      expect(played.counts().replicas).toBeLessThanOrEqual(40);
    });
    expect(played.counts()).toEqual({ replicas: 40, readyReplicas: 40 });
    expect(born.size).toBe(40);
  });

  it("W1 W12: pods that never become Ready are made once, and everything is given back all the same", async () => {
    const played = campaigning({ annotations: { "never-ready": "true" } });
    const born = new Set<string>();
    await played.until(at("2026-11-11T15:00:00Z"), () => {
      for (const { metadata } of played.pods(KEY.name)) born.add(metadata.uid ?? "");
    });
    expect(born.size).toBe(40);
    const campaignStatus = played.own("Campaign", { ...KEY, name: "sale" })?.status;
    expect(campaignStatus).toMatchObject({ verdict: { ready: false } });
    await played.until(at("2026-11-11T16:00:00Z"));
    expect([played.floor(KEY), played.record(KEY), played.counts().replicas]).toEqual([4, undefined, 4]);
  });

  it("H12: with pods that wait for room in vain, the way down works", async () => {
    const played = campaigning({}, { most: 2 });
    await played.until(at("2026-11-11T14:30:00Z"));
    expect([played.counts().replicas, played.counts().readyReplicas]).toEqual([40, 20]);
    await played.until(at("2026-11-11T16:00:00Z"));
    expect([played.floor(KEY), played.counts().replicas]).toEqual([4, 4]);
  });

  it("F8: with a start-up of 11 min and history on a grid of 5, the learned peak finds its pods Ready", async () => {
    const peak = at("2026-11-11T20:00:00Z");
    const inPeak = (time: number) => (time / 3_600_000) % 24 >= 20 && (time / 3_600_000) % 24 < 22;
    const played = stage({
      start: at("2026-11-11T18:00:00Z"),
      settings: { nodes: { ...NODES, least: 6 } },
      nodes: 6,
      demand: (metric, time) => (metric === METRIC ? (inPeak(time) ? 1000 : 80) : undefined),
    });
    played.apply(...target({ startup: "11m" }), predictiveAutoscaler("12m"));
    played.begin();
    await played.until(peak);
    // 1000 × 1.1 / 25
    expect(played.deployment(KEY)?.status.readyReplicas).toBeGreaterThanOrEqual(44);
    expect(played.bugs).toEqual([]);
  });
});
