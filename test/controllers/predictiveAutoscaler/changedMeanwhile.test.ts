import { expect, it } from "vitest";
import type { History, Reading } from "../../../src/ports/history.ts";
import { dailyPeak, historyOf } from "../history.ts";
import { autoscalerOf } from "../sale.ts";
import { KEY, worldAt } from "../world.ts";

/** A Prometheus amid whose first answer something happens. */
function answering(meanwhile: () => void): History {
  const past = historyOf(dailyPeak(1000));
  let isFirst = true;
  return {
    read(query): Promise<Reading> {
      if (isFirst) meanwhile();
      isFirst = false;
      return past.read(query);
    },
  };
}

it("an autoscaler that is deleted while its turn waits for Prometheus leaves no plan behind", async () => {
  const world = worldAt("2026-11-11T20:00:00Z");
  world.use(answering(() => world.remove("PredictiveAutoscaler", KEY)));
  world.put(autoscalerOf());
  world.begin();
  await world.after(120);
  expect(world.own("CronHPA", "face-fusion-plan")).toBeUndefined();
  expect(world.floor()).toBe(4);
});

it("one that is changed meanwhile is planned for as it is now", async () => {
  const world = worldAt("2026-11-11T20:00:00Z");
  const floors: (number | undefined)[] = [];
  world.use(answering(() => world.put(autoscalerOf("face-fusion", { mode: "Off" }))));
  world.put(autoscalerOf());
  world.begin();
  for (let second = 0; second < 60; second++) {
    await world.after(1);
    floors.push(world.floor());
  }
  expect(new Set(floors)).toEqual(new Set([4]));
});
