import { describe, expect, it } from "vitest";
import { campaignSpec, type CampaignInput } from "../../../src/api/campaign.ts";
import { type CampaignUplift, campaignUplifts } from "../../../src/plan/campaigns/campaignUplifts.ts";
import { suggestedMultiplier } from "../../../src/plan/campaigns/suggestedMultiplier.ts";
import { declaredWindows } from "../../../src/plan/declared/declaredWindows.ts";
import { meanShare } from "../../../src/plan/declared/profiles.ts";
import type { DeclaredCampaign } from "../../../src/plan/snapshot.ts";
import { DAY, HOUR, MINUTE, milliseconds } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { replicas } from "../../../src/units/replicas.ts";
import { at } from "../../controllers/world.ts";

function campaign(peak: object, more: Partial<DeclaredCampaign> = {}): DeclaredCampaign {
  const spec = campaignSpec.parse({
    timeZone: "UTC",
    schedule: "0 20 * * FRI",
    duration: "2h",
    targets: [{ name: "face-fusion", peak }],
  } as CampaignInput);
  return {
    key: { namespace: "vision", name: "friday" },
    ...{ spec, target: spec.targets[0]!, createdAt: at("2026-01-01T00:00:00Z") },
    ...{ resolved: undefined, reserved: replicas(0) },
    ...more,
  };
}

const seen = (name: string, ...multipliers: readonly number[]): readonly CampaignUplift[] =>
  multipliers.map((m) => ({ campaign: name, logMultiplier: { SameTime: Math.log(m) } }));
const THREE = { multiplier: "3", of: "SameTime" };

describe("the multiplier offered for the next time", () => {
  it.each([
    { uplifts: seen("friday", 5, 5, 5), offered: 5, why: "three occurrences speak for themselves" },
    { uplifts: seen("friday", 2, 4, 8), offered: 4, why: "their geometric mean" },
    // (log 5 + 2 log 3) / 3 is log 3.557; (2 log 5 + log 3) / 3 is log 4.217.
    { uplifts: seen("friday", 5), offered: 3.6, why: "one is shrunk to what was declared, and rounded up to a tenth" },
    { uplifts: seen("friday", 5, 5), offered: 4.3, why: "two less so" },
    { uplifts: seen("friday", 0.2, 0.2, 0.2), offered: 1, why: "less than the baseline is no campaign" },
    { uplifts: [...seen("friday", 5), ...seen("other", 9, 9)], offered: 3.6, why: "its own go before others'" },
    { uplifts: seen("other", 5), offered: 3.6, why: "without any of its own, others of the same target speak" },
    { uplifts: [], offered: undefined, why: "nothing was seen" },
    { uplifts: undefined, offered: undefined, why: "there is no forecast" },
  ])("is $offered: $why", ({ uplifts, offered }) => {
    expect(suggestedMultiplier(campaign(THREE), uplifts)).toBe(offered);
  });

  it.each([
    { before: 3.6, stays: 3.6, why: "it covers 3.557" },
    { before: 3.7, stays: 3.7, why: "it is hardly more than that" },
    { before: 3.5, stays: 3.6, why: "it does not cover it" },
    { before: 4, stays: 3.6, why: "it is much more" },
  ])("offered as $before before it is $stays: $why", ({ before, stays }) => {
    expect(suggestedMultiplier(campaign(THREE, { suggested: before }), seen("friday", 5))).toBe(stays);
  });

  it("stays as offered when the history does not reach back any more, or is away", () => {
    expect(suggestedMultiplier(campaign(THREE, { suggested: 3.6 }), [])).toBe(3.6);
    expect(suggestedMultiplier(campaign(THREE, { suggested: 3.6 }), undefined)).toBe(3.6);
  });

  it.each([{ demand: 3000 }, { replicas: 80 }])(
    "a peak of $demand$replicas is no multiple: nothing is offered",
    (peak) => {
      expect(suggestedMultiplier(campaign(peak, { suggested: 3.6 }), seen("friday", 5, 5, 5))).toBeUndefined();
    },
  );

  it("what was seen of the same time says nothing of the busiest hour", () => {
    const busiest = campaign({ multiplier: "3", of: "BusiestHour" });
    expect(suggestedMultiplier(busiest, seen("friday", 5, 5, 5))).toBeUndefined();
  });
});

describe("what past occurrences brought", () => {
  const start = at("2026-11-01T00:00:00Z");
  const step = milliseconds(5 * MINUTE);
  const [opened, closed] = [at("2026-11-06T02:00:00Z"), at("2026-11-06T04:00:00Z")];
  /** 100 units, 500 from 20:00 to 22:00 each evening, 1,200 in the campaign by night. */
  const values = Float64Array.from({ length: (7 * DAY) / step }, (_, i) => {
    const now = start + i * step;
    if (now >= opened && now < closed) return 1200;
    const hour = (now / HOUR) % 24;
    return hour >= 20 && hour < 22 ? 500 : 100;
  });
  const named = (name: string, times: object, more: object = {}) => ({
    metadata: { name },
    spec: campaignSpec.parse({ timeZone: "UTC", ...times, targets: [{ name: "a", peak: THREE }], ...more }),
  });
  const once = { start: "2026-11-06T02:00:00", end: "2026-11-06T04:00:00" };
  const range = { start, end: instant(start + 8 * DAY) };

  function uplifts(campaigns: readonly ReturnType<typeof named>[], ratio: number) {
    const declared = declaredWindows("a", campaigns, range);
    const past = declared.slice(0, 1).map((window) => ({ ...window, ratio: Math.log(ratio) }));
    return campaignUplifts(campaigns, { training: { start, step, values }, declared, past });
  }

  it("are 12 times the same time, and 2.4 times the busiest hour", () => {
    const [uplift] = uplifts([named("sale", once)], 12);
    expect(uplift?.campaign).toBe("sale");
    expect(Math.exp(uplift?.logMultiplier.SameTime ?? NaN)).toBeCloseTo(12, 9);
    expect(Math.exp(uplift?.logMultiplier.BusiestHour ?? NaN)).toBeCloseTo(1200 / 500, 9);
  });

  it("a ramp over half of the window brought three quarters of its extra", () => {
    // 1 + (4 − 1) / 0.75 = 5.
    const [uplift] = uplifts([named("sale", once, { profile: "Ramp", rampUp: "1h" })], 4);
    expect(Math.exp(uplift?.logMultiplier.SameTime ?? NaN)).toBeCloseTo(5, 9);
  });

  it("a flash sale is offered for its start, not for its mean", () => {
    // Half-life 1 h over 2 h: 1 / (2 ln 2) × (1 − 1/4) = 0.541; 1 + (4 − 1) / 0.541 = 6.545.
    const [uplift] = uplifts([named("sale", once, { profile: "FlashSale", halfLife: "1h" })], 4);
    expect(Math.exp(uplift?.logMultiplier.SameTime ?? NaN)).toBeCloseTo(6.545, 3);
  });

  it("an occurrence that another campaign overlaps teaches nothing", () => {
    const other = named("other", { start: "2026-11-06T03:00:00", end: "2026-11-06T05:00:00" });
    expect(uplifts([named("sale", once), other], 12)).toEqual([]);
  });

  it("on the first day of history there is no busiest hour yet", () => {
    const early = { start: "2026-11-01T10:00:00", end: "2026-11-01T12:00:00" };
    expect(uplifts([named("sale", early)], 2)[0]?.logMultiplier).not.toHaveProperty("BusiestHour");
  });

  it.each([
    { profile: { kind: "Step" } as const, share: 1 },
    { profile: { kind: "Ramp", rampUp: 4 } as const, share: 0.25 },
    { profile: { kind: "Ramp", rampUp: 1 } as const, share: 0.75 },
  ])("the mean share of $profile over a length of 2 is $share", ({ profile, share }) => {
    expect(meanShare(profile, 2)).toBe(share);
  });
});
