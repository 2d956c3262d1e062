import { join } from "node:path";
import { expect, it } from "vitest";
import { demandHistory } from "../../../src/adapters/twin/demandHistory.ts";
import { twinWorld } from "../../../src/adapters/twin/twinWorld.ts";
import { readStory } from "../../../src/app/demo/readStory.ts";
import { storyDemand, storyTwin } from "../../../src/app/demo/storyTwin.ts";
import { startControllers } from "../../../src/controllers/startControllers.ts";
import { forecast } from "../../../src/forecast/forecast.ts";
import type { Demand } from "../../../src/twin/state.ts";
import { filed } from "../../../src/twin/writes.ts";
import { type Instant, instant } from "../../../src/units/instant.ts";
import { historyOf } from "../history.ts";
import { lateCluster } from "../lateCluster.ts";
import { autoscalerOf, saleOf } from "../sale.ts";
import { at, worldAt } from "../world.ts";

const END = at("2026-11-11T02:00:00+08:00");
const MINUTE = 60_000;
/** More than a descent in steps has; a plan and a floor that chase each other make as many in seconds. */
const FAR_TOO_MANY = 60;

/** The last ten minutes of Double Eleven and what follows, with steps of 20 s and visitors who leave in 20 minutes. */
function leaving() {
  const read = readStory(join(import.meta.dirname, "..", "..", "..", "fixtures", "double-eleven"));
  if (!read.ok) throw new Error(read.failure.message);
  const scaleIn = { stepPercent: 34, interval: "20s", holdWhileAbovePercent: 80, maxHold: "1h" };
  const objects = read.value.objects.map((object) =>
    object.kind === "PredictiveAutoscaler" ? { ...object, spec: { ...(object.spec as object), scaleIn } } : object,
  );
  const usual = storyDemand(read.value);
  const demand: Demand = (query, now) => {
    const value = usual(query, now);
    const left = 1 - (now - END) / (20 * MINUTE);
    return value === undefined || now < END || left < 0 ? value : value + left * (2850 - value);
  };
  return { story: { ...read.value, objects, start: instant(END - 10 * MINUTE) }, demand };
}

it.each([
  { view: 10, way: 5 },
  { view: 40, way: 20 },
  { view: 3_000, way: 200 },
  { view: 8_000, way: 500 },
])("plan and floor do not chase each other where a view is $view ms late and a write takes $way ms", async (late) => {
  const { story, demand } = leaving();
  const world = twinWorld(storyTwin(story, demand, 4), demand);
  for (const object of story.objects) world.attempt((state) => filed(state, object));
  const floors: { readonly at: Instant; readonly from: number; readonly to: number }[] = [];
  world.cluster.subscribe("HorizontalPodAutoscaler", (_, before, after) => {
    const [from = 0, to = 0] = [before?.spec.minReplicas, after?.spec.minReplicas];
    if (from !== to) floors.push({ at: world.clock.now(), from, to });
  });
  const bugs: unknown[] = [];
  const running = startControllers({
    cluster: lateCluster(world.cluster, world.clock, late),
    clock: world.clock,
    history: demandHistory(demand, world.clock),
    forecaster: { forecast: (request) => Promise.resolve(forecast(request)) },
    telemetry: { target: () => {}, forget: () => {}, turn: () => {} },
    log: { info: () => {}, warn: () => {}, error: (...said) => void bugs.push(said) },
    which: "all",
  });
  // Not until they are settled: a write on its way waits for time to pass.
  const begun = () => new Promise<void>((resolve) => setImmediate(resolve));
  for (let now = story.start; now <= END + 30 * MINUTE && floors.length < FAR_TOO_MANY; now = instant(now + MINUTE)) {
    await world.playTo(now, begun);
  }
  void running.stop();
  expect(bugs).toEqual([]);
  expect(floors.length).toBeGreaterThan(5);
  const undone = floors.filter(({ at: now, from, to }, i) => {
    const last = floors[i - 1];
    return last !== undefined && now - last.at < 15_000 && Math.sign(to - from) !== Math.sign(last.to - last.from);
  });
  expect(undone).toEqual([]);
});

it("where nobody enforces, an edited campaign is planned for within half a minute all the same", async () => {
  const world = worldAt("2026-11-11T15:55:00Z", { which: "plan" });
  world.use(historyOf(() => 100));
  const asked = () => JSON.stringify(world.own("CronHPA", "face-fusion-plan")?.spec);
  for (const object of [autoscalerOf(), saleOf()]) world.put(object);
  world.begin();
  await world.after(1);
  expect(asked()).toContain("asks for 80");
  world.put(saleOf({ targets: [{ name: "face-fusion", peak: { replicas: 90 } }] }));
  await world.after(30);
  expect(asked()).toContain("asks for 90");
});
