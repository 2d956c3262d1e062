import { DAY, HOUR, type Milliseconds, MINUTE, SECOND } from "../units/duration.ts";
import type { CronHpaSpec } from "./cronHpa.ts";
import { type Finding, UNTIL_THEN } from "./finding.ts";
import type { PredictiveAutoscalerSpec } from "./predictiveAutoscaler.ts";
import {
  dateFindings,
  duplicateFindings,
  lengthFindings,
  LONGEST_WINDOW,
  scheduleFindings,
  windowFindings,
  zoneFindings,
} from "./timeFindings.ts";
import type { WarmPoolSpec } from "./warmPool.ts";

/** What the schema cannot say, because it concerns two fields or the world. */
export function predictiveAutoscalerFindings(spec: PredictiveAutoscalerSpec): readonly Finding[] {
  const { minReplicas, maxReplicas, demand, forecast, startup, scaleIn } = spec;
  const crossed = minReplicas !== undefined && maxReplicas !== undefined && minReplicas > maxReplicas;
  const leadTime = startup.leadTime === "Auto" || startup.leadTime === 0 ? undefined : startup.leadTime;
  return [
    ...zoneFindings(["forecast", "timeZone"], forecast.timeZone),
    ...(crossed ? [MINIMUM_ABOVE_MAXIMUM] : []),
    ...duplicateFindings(
      ["demand", "signals"],
      demand.signals.map(({ name }) => name),
    ),
    ...lengthFindings(["forecast", "history"], forecast.history, (400 * DAY) as Milliseconds),
    ...lengthFindings(["forecast", "horizon"], forecast.horizon, (14 * DAY) as Milliseconds),
    ...lengthFindings(["startup", "leadTime"], leadTime, (24 * HOUR) as Milliseconds),
    ...atLeast(["forecast", "history"], forecast.history, HOUR),
    ...atLeast(["forecast", "horizon"], forecast.horizon, (10 * MINUTE) as Milliseconds),
    ...atLeast(["scaleIn", "interval"], scaleIn.interval, SECOND),
    ...lengthFindings(["scaleIn", "interval"], scaleIn.interval, DAY),
    ...lengthFindings(["scaleIn", "maxHold"], scaleIn.maxHold === 0 ? undefined : scaleIn.maxHold, LONGEST_WINDOW),
  ];
}

const MINIMUM_ABOVE_MAXIMUM: Finding = {
  path: ["minReplicas"],
  code: "MinimumAboveMaximum",
  message: "is above maxReplicas",
  remedy: `lower minReplicas or raise maxReplicas; ${UNTIL_THEN}`,
};

function atLeast(path: readonly string[], length: Milliseconds, least: Milliseconds): readonly Finding[] {
  // Zero is refused already, with its own words.
  if (length === 0 || length >= least) return [];
  const message = `must be at least ${least / 1_000} seconds`;
  return [{ path, code: "InvalidDuration", message, remedy: `write a longer duration; ${UNTIL_THEN}` }];
}

export function cronHpaFindings(spec: CronHpaSpec): readonly Finding[] {
  return [
    ...zoneFindings(["timeZone"], spec.timeZone),
    ...duplicateFindings(
      ["schedules"],
      spec.schedules.map(({ name }) => name),
    ),
    ...spec.schedules.flatMap(({ schedule, duration }, index) => [
      ...scheduleFindings(["schedules", index, "schedule"], schedule),
      ...lengthFindings(["schedules", index, "duration"], duration, LONGEST_WINDOW),
    ]),
    ...spec.excludeDates.flatMap((date, index) => dateFindings(["excludeDates", index], date)),
    ...windowFindings(["windows"], spec.windows),
  ];
}

export function warmPoolFindings(spec: WarmPoolSpec): readonly Finding[] {
  return windowFindings(["windows"], spec.windows);
}
