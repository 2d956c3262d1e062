import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeCluster } from "../cluster/describeCluster.ts";
import { waitFor } from "../cluster/waitFor.ts";
import type { ControllerProcess } from "./controllerProcess.ts";
import { SHORT } from "./forms.ts";
import { conditionOf, ownPath, type RealWorld, startRealWorld } from "./realWorld.ts";
import { namespaceManifest } from "../cluster/manifests.ts";
import { applyAll, campaignManifests, hpaManifest } from "./threadObjects.ts";
import { brokenPromises, type Check, type Sample } from "./timeline.ts";
import { tellTimeline, type Watching, watchThread } from "./watchThread.ts";

/** Seconds from the start of the controllers to T-0: room is reserved 90 s ahead. */
const AHEAD = 105;
/** Seconds after the end by which the short form, which needs 24, has given everything back. */
const ALL_BACK = 45;
/** Seconds after the end: what is to come is waited for as long as this, on a slow machine. */
const PATIENCE = 120;
/** What is left out, by namespace; each plays the same story at the same time. */
const STAGES = {
  whole: "demand",
  "no-lead-time": "demand",
  "not-given-back": "demand",
  "not-started-again": "demand",
  "metrics-away": "lost_demand",
} as const;
type Stage = keyof typeof STAGES;
const { story } = SHORT;

describeCluster("the thread with something left out", () => {
  let world: RealWorld;
  let doomed: ControllerProcess;
  let zero: Date;

  beforeAll(async () => {
    world = await startRealWorld(6);
    world.metrics.set("demand", 60);
    const ledByOne = Object.keys(STAGES).filter((name) => name !== "not-started-again");
    await world.controller("lasting", [`--namespaces=${ledByOne.join(",")}`]);
    doomed = await world.controller("doomed", ["--namespaces=not-started-again"]);
    zero = new Date(Date.now() + AHEAD * 1000);
    for (const [namespace, metric] of Object.entries(STAGES)) {
      const form = namespace === "no-lead-time" ? { ...SHORT, leadTime: "0s" } : SHORT;
      const manifests = campaignManifests(form, { namespace, start: zero, metric });
      await applyAll(world.plane, [namespaceManifest(namespace), ...manifests]);
    }
  });
  afterAll(() => world?.stop());

  const inSeconds = (after: number) => Math.max(0, zero.getTime() - Date.now()) + after * 1000;
  const watch = (namespace: Stage) => watchThread(world.plane, { namespace, start: zero });
  const campaign = (namespace: Stage) => world.own(namespace, "campaigns/sale");
  const isGivenBack = (last: Sample) => last.at >= story.end && !last.annotated && last.reserved === 0;

  /** The names of the checks that failed, each once. */
  function failing({ timeline }: Watching): readonly Check[] {
    return [...new Set(brokenPromises(timeline, story).map(({ check }) => check))].toSorted();
  }

  describe.concurrent("", () => {
    it("with nothing left out, every check passes", async () => {
      const watching = watch("whole");
      const isBack = (last: Sample) => isGivenBack(last) && last.replicas <= story.liveWish;
      await watching.until("the replicas are back", isBack, inSeconds(story.end + PATIENCE));
      await watching.stop();
      expect(failing(watching), tellTimeline(watching.timeline)).toEqual([]);
      expect((await campaign("whole"))?.status?.["verdict"]).toMatchObject({ ready: true });
    });

    it("with a lead time of 0, ReadyInTime fails and nothing else, and the campaign says so itself", async () => {
      const watching = watch("no-lead-time");
      const isBack = (last: Sample) => isGivenBack(last) && last.replicas <= story.liveWish;
      await watching.until("the replicas are back", isBack, inSeconds(story.end + PATIENCE));
      await watching.stop();
      expect(failing(watching), tellTimeline(watching.timeline)).toEqual(["ReadyInTime"]);
      expect((await campaign("no-lead-time"))?.status?.["verdict"]).toMatchObject({ ready: false });
    });

    it("without giving back, the floor, its record and the replicas stay", async () => {
      const watching = watch("not-given-back");
      await watching.until("the campaign has begun", ({ at }) => at >= 0, inSeconds(30));
      await world.plane.merge(ownPath("not-given-back", "predictiveautoscalers/face-fusion"), {
        spec: { suspend: true },
      });
      await watching.until(
        "all would be back",
        ({ at }) => at >= story.end + ALL_BACK,
        inSeconds(story.end + PATIENCE),
      );
      await watching.stop();
      expect(failing(watching), tellTimeline(watching.timeline)).toEqual(NOTHING_RETURNED);
    });

    it("without a second start after the SIGKILL, the floor never comes down", async () => {
      const watching = watch("not-started-again");
      const isStarting = ({ replicas, ready }: Sample) => replicas === story.promised && ready < story.promised;
      await watching.until("pods are starting", isStarting, inSeconds(0));
      await doomed.kill("SIGKILL");
      await watching.until(
        "all would be back",
        ({ at }) => at >= story.end + ALL_BACK,
        inSeconds(story.end + PATIENCE),
      );
      await watching.stop();
      expect(failing(watching), tellTimeline(watching.timeline)).toEqual(expect.arrayContaining([...NOTHING_RETURNED]));
      expect(failing(watching)).not.toContain("ReadyInTime");
    });

    it("with metrics away the floor is given back, the replicas stay, and the condition says why", async () => {
      const namespace = "metrics-away";
      const before = await world.hpa(namespace);
      const watching = watch(namespace);
      await watching.until("the floor is given back", isGivenBack, inSeconds(story.end + PATIENCE));
      await watching.stop();
      expect(failing(watching), tellTimeline(watching.timeline)).toEqual(["ReplicasInSteps", "ReplicasReturned"]);
      const blocked = async () => conditionOf(await world.own(namespace, "cronhpas/face-fusion-plan"), "ReturnBlocked");
      const condition = await waitFor("the condition stands", async () => onlyIf(await blocked(), "True"));
      expect(condition).toMatchObject({ reason: "MetricsUnavailable" });
      expect(condition.message).toMatch(/cannot read its metrics.*restore its metrics/);

      // Nothing of ours is left on the HPA, so its owner's next apply meets no conflict.
      const after = await world.hpa(namespace);
      expect(JSON.stringify(after.spec)).toBe(JSON.stringify(before.spec));
      await waitFor("we own no field", async () => {
        const managers = (await world.hpa(namespace)).metadata.managedFields?.map(({ manager }) => manager);
        return managers?.includes("headstart") === false;
      });
      await applyAll(world.plane, [
        hpaManifest({ namespace, name: "face-fusion", min: 5, max: 50, metric: "lost_demand" }),
      ]);
      expect((await world.hpa(namespace)).spec.minReplicas).toBe(5);

      // With its metrics back the HPA falls to it, and the condition goes.
      world.metrics.set("lost_demand", 60);
      await waitFor("the replicas fall", async () => (await world.hpa(namespace)).status?.["currentReplicas"] === 5);
      await waitFor("the condition goes", async () => onlyIf(await blocked(), "False"));
    });
  });
});

const NOTHING_RETURNED: readonly Check[] = [
  "FloorGivenBack",
  "FloorInSteps",
  "RecordGone",
  "ReplicasInSteps",
  "ReplicasReturned",
];

function onlyIf<T extends { readonly status: string }>(condition: T | undefined, status: T["status"]): T | undefined {
  return condition?.status === status ? condition : undefined;
}
