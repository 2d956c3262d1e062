import { describe, expect, it } from "vitest";
import type { History, Reading } from "../../../src/ports/history.ts";
import { historyOf } from "../history.ts";
import { ownObject, TARGET, targetNamed, worldAt } from "../world.ts";

const T0 = "2026-11-11T12:00:00Z";
const MANY = 40;
const nameOf = (index: number) => `m${String(index).padStart(2, "0")}`;
const LAST = nameOf(MANY - 1);

/** So many targets, and a Prometheus that answers one query of nobody until it is let. */
function many() {
  const world = worldAt(T0, { which: "plan" });
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const answers = historyOf(() => 100);
  const history: History = {
    read: (query) => {
      asked.push(query.query);
      return new Promise<Reading>((resolve) => waiting.push(() => resolve(answers.read(query))));
    },
  };
  world.use(history);
  for (let index = 0; index < MANY; index++) {
    const name = nameOf(index);
    for (const object of targetNamed(name)) world.put(object);
    const scaleTargetRef = { ...TARGET, name };
    const demand = { perReplica: 25, signals: [{ name: "all", query: name }] };
    world.put(ownObject("PredictiveAutoscaler", name, { scaleTargetRef, demand, forecast: { history: "72h" } }));
  }
  const turnsBegun = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
    return [...new Set(asked)];
  };
  return {
    ...world,
    turnsBegun,
    /** Lets everything be answered from now on. */
    let: async () => {
      world.use(answers);
      for (const answer of waiting.splice(0)) answer();
      await world.running()?.settled();
    },
  };
}

const startingAt = (start: string) => ({ phase: "Scheduled", occurrence: { start, end: start } });

function campaignFor(target: string, status?: object) {
  const times = { start: "2026-11-11T12:05:00Z", end: "2026-11-11T13:00:00Z", timeZone: "UTC" };
  const targets = [{ name: target, peak: { replicas: 30 } }];
  const campaign = ownObject("Campaign", `sale-${target}`, { ...times, owner: { team: "growth" }, targets });
  return status === undefined ? campaign : { ...campaign, status };
}

describe("many targets, and a Prometheus that is slow", () => {
  it("a campaign that is filed at the start does not wait for those that start later, either", async () => {
    const world = many();
    for (let index = 0; index < MANY - 1; index++) {
      world.put(campaignFor(nameOf(index), startingAt("2026-11-13T12:00:00Z")));
    }
    world.begin();
    const before = await world.turnsBegun();
    world.put(campaignFor(LAST));
    expect(await world.turnsBegun()).toEqual([...before, LAST]);
    await world.let();
    await world.kill();
  });

  it("a campaign that is filed while all are looked at for the first time does not wait for them", async () => {
    const world = many();
    world.begin();
    const before = await world.turnsBegun();
    expect(before.length).toBeGreaterThan(1);
    expect(before).not.toContain(LAST);
    world.put(campaignFor(LAST));
    expect(await world.turnsBegun()).toEqual([...before, LAST]);
    await world.let();
    await world.kill();
    expect(world.bugs).toEqual([]);
  });

  it("at the start those that a campaign names are looked at first, unless it is over", async () => {
    const world = many();
    world.put(campaignFor(LAST));
    world.put(campaignFor(nameOf(MANY - 2), { phase: "Completed" }));
    world.put(campaignFor(nameOf(MANY - 3), startingAt("2026-11-13T12:00:00Z")));
    world.put(campaignFor(nameOf(MANY - 4), startingAt("2026-11-12T12:00:00Z")));
    world.begin();
    const [first, second, third, ...others] = await world.turnsBegun();
    expect([first, second, third]).toEqual([LAST, nameOf(MANY - 4), nameOf(MANY - 3)]);
    expect(others).not.toContain(nameOf(MANY - 2));
    await world.let();
    expect(await world.turnsBegun(), "the others had their turns behind it").toContain(nameOf(0));
    await world.kill();
    expect(world.bugs).toEqual([]);
  });

  it("before the view is complete nothing is looked at, and then at once", async () => {
    const world = many();
    world.world.synced = false;
    world.begin();
    await world.after(10);
    expect(await world.turnsBegun()).toEqual([]);
    world.put(campaignFor(LAST));
    world.world.synced = true;
    await world.let();
    await world.after(1);
    expect(world.turns).toContain("predictiveAutoscaler");
    await world.kill();
  });
});
