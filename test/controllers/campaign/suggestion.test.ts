import { describe, expect, it } from "vitest";
import { historyOf } from "../history.ts";
import { at } from "../world.ts";
import { pricedCampaign } from "./pricedCampaign.ts";

describe("the multiplier for the next time", () => {
  /** 100 units; each day at 16:00, from the fifth of the month on, four times as many for an hour. */
  const daily = historyOf((now) => {
    const hour = (now / 3_600_000) % 24;
    return now >= at("2026-11-05T00:00:00Z") && hour >= 16 && hour < 17 ? 400 : 100;
  });
  const times = { start: undefined, end: undefined, schedule: "0 16 * * *", duration: "1h", from: "2026-11-05" };

  function declaring(peak: object) {
    return pricedCampaign({
      autoscaler: { forecast: { history: "336h" } },
      campaign: { ...times, targets: [{ name: "face-fusion", peak }] },
    });
  }

  it("is learned of six evenings that brought four times what was usual, and not added to the seventh", async () => {
    const world = declaring({ multiplier: "2", of: "SameTime" });
    world.use(daily);
    world.begin();
    // From the start on live load raises what was declared too low: that is no matter of the suggestion.
    await world.until("2026-11-11T15:59:00Z");
    const [target] = world.status()?.targets ?? [];
    const offered = Number(target?.suggestedMultiplier);
    expect(offered).toBeGreaterThanOrEqual(3.8);
    expect(offered).toBeLessThanOrEqual(4.3);
    // Twice a hundred, as declared: 200 × 1.1 / 25 = 8.8, and little more at the 95th percentile.
    expect(target?.promised).toBeLessThan(12);
    const before = world.writes.length;
    await world.until("2026-11-11T18:30:00Z");
    expect(Number(world.status()?.targets?.[0]?.suggestedMultiplier)).toBe(offered);
    await world.until("2026-11-12T12:00:00Z");
    const written = world.writes.slice(before).filter((write) => write.includes("Campaign"));
    expect(written.length, "writes of the status over a day of refits").toBeLessThan(30);
  });

  it("is of the busiest hour where the campaign's is", async () => {
    const world = declaring({ multiplier: "2", of: "BusiestHour" });
    world.use(daily);
    world.begin();
    await world.until("2026-11-11T12:10:00Z");
    expect(world.status()?.targets?.[0]?.suggestedMultiplier).toBe("4");
  });

  it("of a peak in units there is none", async () => {
    const world = declaring({ demand: 200 });
    world.use(daily);
    world.begin();
    await world.until("2026-11-11T12:10:00Z");
    expect(world.status()?.targets?.[0]).not.toHaveProperty("suggestedMultiplier");
  });
});

it("what a peak comes to is told without the noise of its multiplication", async () => {
  const world = pricedCampaign({
    campaign: { targets: [{ name: "face-fusion", peak: { multiplier: "3", of: "BusiestHour" } }] },
  });
  world.use(historyOf(() => 100.1));
  world.begin();
  await world.until("2026-11-11T12:10:00Z");
  expect(100.1 * 3).not.toBe(300.3);
  expect(world.status()?.targets?.[0]?.declared).toMatchObject({ units: 300.3 });
});
