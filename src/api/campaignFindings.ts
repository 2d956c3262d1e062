import { DAY, HOUR, type Milliseconds } from "../units/duration.ts";
import { instant } from "../units/instant.ts";
import { zoneOffset } from "../units/zone.ts";
import type { CampaignSpec, Peak } from "./campaign.ts";
import { type Finding, UNTIL_THEN } from "./finding.ts";
import {
  duplicateFindings,
  endBeforeStart,
  lengthFindings,
  LONGEST_WINDOW,
  quantityFindings,
  readTime,
} from "./fieldFindings.ts";

/** A larger one is a typing mistake: a peak is not a thousand times the baseline. */
export const MOST_MULTIPLIER = 1_000;

/** What the schema cannot say of a campaign, because it concerns two fields or the world. */
export function campaignFindings(spec: CampaignSpec): readonly Finding[] {
  return [
    ...oneOffOrRecurring(spec),
    ...oneOffFindings(spec),
    ...recurringFindings(spec),
    ...profileFindings(spec),
    ...lengthFindings(["readyBefore"], nonZero(spec.readyBefore), DAY),
    ...lengthFindings(["reserveBefore"], nonZero(spec.reserveBefore), LONGEST_WINDOW),
    ...duplicateFindings(
      ["targets"],
      spec.targets.map(({ name }) => name),
    ),
    ...spec.targets.flatMap(({ peak }, index) => quantityFindings(["targets", index, "peak", "demand"], peak.demand)),
    ...spec.targets.flatMap(({ peak }, index) => peakFindings(["targets", index, "peak"], peak, spec)),
  ];
}

/** Here no time at all is allowed, too. */
function nonZero(length: Milliseconds): Milliseconds | undefined {
  return length === 0 ? undefined : length;
}

function oneOffOrRecurring({ start, end, schedule, duration }: CampaignSpec): readonly Finding[] {
  const code = "OneOffOrRecurring";
  const remedy = `give start and end for one occurrence, or schedule and duration for a recurring one; ${UNTIL_THEN}`;
  const oneOff = [start, end].filter((text) => text !== undefined).length;
  const recurring = [schedule, duration].filter((field) => field !== undefined).length;
  if (oneOff > 0 && recurring > 0) {
    const path = [start === undefined ? "end" : "start"];
    return [{ path, code, message: "cannot stand beside schedule or duration", remedy }];
  }
  if (oneOff === 2 || recurring === 2) return [];
  const missing =
    recurring === 1 ? (schedule === undefined ? "schedule" : "duration") : start === undefined ? "start" : "end";
  return [{ path: [missing], code, message: "is missing", remedy }];
}

function oneOffFindings({ start, end, timeZone, ...others }: CampaignSpec): readonly Finding[] {
  if (start === undefined || end === undefined) return [];
  const [from, to] = [readTime(start), readTime(end)];
  const noSuchTime = (field: string): Finding => ({
    path: [field],
    code: "NoSuchTime",
    message: "is no time of the calendar",
    remedy: `write a time such as 2026-11-11T00:00:00; ${UNTIL_THEN}`,
  });
  if (from === undefined || to === undefined) {
    return [...(from === undefined ? [noSuchTime("start")] : []), ...(to === undefined ? [noSuchTime("end")] : [])];
  }
  // Two wall clocks compare as they stand; beside an instant, a wall clock needs its zone.
  const inUtc = (time: { at: number; wall: boolean }): number =>
    time.wall ? time.at - zoneOffset(timeZone, instant(time.at)) : time.at;
  const late = from.wall === to.wall ? from.at >= to.at : inUtc(from) >= inUtc(to);
  return [
    ...(late ? [endBeforeStart(["end"])] : []),
    ...(["from", "until", "excludeDates"] as const).flatMap((field) =>
      (others[field]?.length ?? 0) === 0 ? [] : [onlyRecurring(field)],
    ),
  ];
}

function onlyRecurring(field: string): Finding {
  const remedy = `remove it, or give schedule and duration instead of start and end; ${UNTIL_THEN}`;
  return { path: [field], code: "OnlyRecurring", message: "has a meaning only beside schedule", remedy };
}

function recurringFindings({ duration, from, until }: CampaignSpec): readonly Finding[] {
  const reversed = from !== undefined && until !== undefined && until < from;
  return [
    ...lengthFindings(["duration"], duration, LONGEST_WINDOW),
    ...(reversed ? [{ ...endBeforeStart(["until"]), message: "is before from" }] : []),
  ];
}

function profileFindings({ profile, rampUp, halfLife }: CampaignSpec): readonly Finding[] {
  const pairs = [
    { field: "rampUp", owner: "Ramp", given: rampUp },
    { field: "halfLife", owner: "FlashSale", given: halfLife },
  ] as const;
  return pairs.flatMap(({ field, owner, given }) => {
    const code = "ProfileMismatch";
    if (profile === owner && given === undefined) {
      const remedy = `add ${field}, such as ${field}: 30m; ${UNTIL_THEN}`;
      return [{ path: [field], code, message: `is required with profile ${owner}`, remedy }];
    }
    if (profile !== owner && given !== undefined) {
      const remedy = `remove it, or set profile: ${owner}; ${UNTIL_THEN}`;
      return [{ path: [field], code, message: `has a meaning only with profile ${owner}`, remedy }];
    }
    return lengthFindings([field], given, (24 * HOUR) as Milliseconds);
  });
}

function peakFindings(path: readonly PropertyKey[], peak: Peak, { combine }: CampaignSpec): readonly Finding[] {
  const { multiplier, of, demand, replicas } = peak;
  const given = [multiplier, demand, replicas].filter((field) => field !== undefined).length;
  const findings: Finding[] = [];
  const find = (field: string | undefined, code: string, [message, remedy]: readonly [string, string]): void => {
    findings.push({
      path: field === undefined ? path : [...path, field],
      code,
      message,
      remedy: `${remedy}; ${UNTIL_THEN}`,
    });
  };
  if (given !== 1) {
    find(undefined, "OnePeak", [
      given === 0 ? "says no peak" : "says the peak more than once",
      "give exactly one of multiplier (with of), demand or replicas",
    ]);
  }
  if (multiplier !== undefined && of === undefined) {
    find("of", "MultiplierOf", ["is required with multiplier", "add of: SameTime or of: BusiestHour"]);
  }
  if (multiplier === undefined && of !== undefined) {
    find("of", "MultiplierOf", ["has a meaning only with multiplier", "remove it, or give a multiplier"]);
  }
  if ((multiplier ?? 0) > MOST_MULTIPLIER) {
    find("multiplier", "TooLarge", [
      `must be at most ${MOST_MULTIPLIER}`,
      "write how many times the baseline is expected",
    ]);
  }
  if (combine === "Add" && replicas !== undefined) {
    find("replicas", "ReplicasOnlyMax", ["cannot be added to other campaigns", "set combine: Max, or give demand"]);
  }
  return findings;
}
