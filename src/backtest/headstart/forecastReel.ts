import { forecast } from "../../forecast/forecast.ts";
import type { Forecast, ForecastMemory } from "../../forecast/forecastTypes.ts";
import { busiestHour } from "../../plan/demand/busiestHour.ts";
import { declaredWindows } from "../../plan/declared/declaredWindows.ts";
import { type SeenPeaks, seenPeaks } from "../../plan/demand/seenPeaks.ts";
import type { DeclaredCampaign } from "../../plan/snapshot.ts";
import { type Milliseconds, milliseconds, MINUTE } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { TARGET } from "../campaigns.ts";
import type { Track } from "../track.ts";
import { TRAINING_STEP, trainingHistory } from "./trainingHistory.ts";

/** The controller fits anew this often. */
export const REFIT_EVERY: Milliseconds = milliseconds(15 * MINUTE);

/** One forecast of the reel, with all percentiles that were asked for. */
export interface Frame {
  readonly madeAt: Instant;
  /** undefined when the history could not be forecast. */
  readonly forecast: Forecast | undefined;
  readonly largestSeen: number;
  /** The largest hour of the week before, declared windows left out. */
  readonly busiestHour: number | undefined;
  readonly seen: SeenPeaks | undefined;
}

/** All forecasts of one replay in the order they were made; what is turned in a sweep does not change them. */
export interface ForecastReel {
  readonly frames: readonly Frame[];
  /** Milliseconds that each forecast reaches. */
  readonly horizon: number;
}

export interface ReelOptions {
  /** Milliseconds ahead that a decision can depend on. */
  readonly horizon: number;
  readonly campaigns: readonly DeclaredCampaign[];
  /** Whole percent, in any order; each is there for the planner to choose. */
  readonly percentiles: readonly number[];
  readonly zone?: string;
}

/** Fits every quarter of an hour over the scored part, each time from the samples known by then. */
export function forecastReel(
  track: Track,
  { horizon, campaigns, percentiles, zone = "UTC" }: ReelOptions,
): ForecastReel {
  const history = trainingHistory(track);
  const steps = Math.ceil(horizon / TRAINING_STEP);
  // The median always: what passes the cap of a floor comes nearer to it, as in the controller.
  const quantiles = [...new Set([50, ...percentiles])].toSorted((a, b) => a - b).map((percentile) => percentile / 100);
  const end = track.start + (track.demand.length - 1) * track.step;
  const named = campaigns.map(({ key, spec }) => ({ metadata: { name: key.name }, spec }));
  const declared = declaredWindows(TARGET.name, named, {
    start: instant(Math.floor(track.start)),
    end: instant(Math.ceil(end + horizon)),
  });
  const frames: Frame[] = [];
  let memory: ForecastMemory | undefined;
  for (let at = track.start + track.first * track.step; at <= end; at += REFIT_EVERY) {
    const known = history.until(at);
    const made = forecast({
      history: known,
      horizon: steps,
      quantiles,
      zone,
      declared,
      ...(memory === undefined ? {} : { memory }),
    });
    if (made.ok) memory = made.value.memory;
    frames.push({
      madeAt: instant(at),
      forecast: made.ok ? withoutMemory(made.value) : undefined,
      largestSeen: history.largestUntil(at),
      busiestHour: campaigns.length === 0 ? undefined : busiestHour(known, declared),
      seen: made.ok
        ? seenPeaks({ peaks: history.peaksUntil(at), samples: known }, declared, {
            from: made.value.from,
            length: steps,
            zone,
          })
        : undefined,
    });
  }
  return { frames, horizon };
}

/** Thousands of forecasts are kept: each without what the next fit starts from. */
function withoutMemory({ memory: _, ...rest }: Forecast): Forecast {
  return rest;
}
