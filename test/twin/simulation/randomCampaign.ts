import type { CampaignInput } from "../../../src/api/campaign.ts";
import { formatDuration, HOUR, milliseconds, MINUTE } from "../../../src/units/duration.ts";
import { formatInstant, type Instant, instant } from "../../../src/units/instant.ts";
import { localTime } from "../../../src/units/zone.ts";
import type { Draw } from "./draw.ts";
import { PER_REPLICA, type WorldTarget } from "./world.ts";

const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai"];

/** Somewhere between the two instants, for one or more of the targets. */
export function randomCampaign(
  draw: Draw,
  targets: readonly WorldTarget[],
  { from, to }: { readonly from: Instant; readonly to: Instant },
): CampaignInput {
  const named = draw.chance(0.7) ? [draw.pick(targets)] : targets;
  const combine = draw.chance(0.2) ? ("Add" as const) : ("Max" as const);
  return {
    ...randomTimes(draw, from, to),
    targets: named.map((target) => ({ name: target.name, peak: randomPeak(draw, target, combine) })),
    ...randomProfile(draw),
    ...{ readyBefore: draw.pick(["0s", "1m", "5m"]), reserveBefore: draw.pick(["0s", "30m", "2h"]), combine },
  };
}

type Peak = CampaignInput["targets"][number]["peak"];

function randomPeak(draw: Draw, { hpa, replicas }: WorldTarget, combine: "Add" | "Max"): Peak {
  const most = Math.round((hpa?.max ?? replicas + 50) * 1.1);
  const count = draw.whole(1, most);
  const kind = draw.pick(["replicas", "demand", "multiplier"]);
  if (kind === "multiplier") {
    const of = draw.pick(["SameTime", "BusiestHour"] as const);
    return { multiplier: String(draw.whole(11, 45) / 10), of };
  }
  // Replicas have nothing that could be added to: the schema refuses it.
  if (kind === "demand" || combine === "Add") return { demand: String(count * PER_REPLICA) };
  return { replicas: count };
}

function randomProfile(draw: Draw): Pick<CampaignInput, "profile" | "rampUp" | "halfLife"> {
  const profile = draw.pick(["Step", "Step", "Ramp", "FlashSale"] as const);
  if (profile === "Ramp") return { profile, rampUp: draw.pick(["5m", "20m"]) };
  return profile === "FlashSale" ? { profile, halfLife: draw.pick(["5m", "30m"]) } : { profile };
}

type Times = Pick<CampaignInput, "timeZone" | "start" | "end" | "schedule" | "duration">;

function randomTimes(draw: Draw, from: Instant, to: Instant): Times {
  const timeZone = draw.pick(ZONES);
  const lasts = milliseconds(draw.whole(5, 120) * MINUTE);
  const start = instant(from + draw.whole(0, Math.max(0, Math.floor((to - from) / MINUTE))) * MINUTE);
  const wall = wallClock(timeZone, start);
  if (draw.chance(0.3)) {
    const [hour, minute] = [Number(wall.slice(11, 13)), Number(wall.slice(14, 16))];
    const schedule = draw.pick([`${minute} ${hour} * * *`, `${minute} */2 * * *`, `${minute} * * * *`]);
    return { timeZone, schedule, duration: formatDuration(lasts) };
  }
  const end = instant(start + lasts);
  if (draw.chance(0.3)) return { timeZone, start: formatInstant(start), end: formatInstant(end) };
  const wallEnd = wallClock(timeZone, end);
  // Over a clock that is set back the wall clock may show an end that is not after the start.
  return wallEnd > wall
    ? { timeZone, start: wall, end: wallEnd }
    : { timeZone, start: wall, end: wallClock(timeZone, instant(end + HOUR)) };
}

function wallClock(zone: string, at: Instant): string {
  const { year, month, day, hour, minute } = localTime(zone, at);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:00`;
}
