import { HEADSTART_DEFAULT } from "../../src/backtest/backtest.ts";
import type { Frame } from "../../src/backtest/headstart/forecastReel.ts";
import { TRAINING_STEP, trainingHistory } from "../../src/backtest/headstart/trainingHistory.ts";
import type { HeadstartWorld } from "../../src/backtest/policies/headstartPolicy.ts";
import type { Track } from "../../src/backtest/track.ts";
import { forecast } from "../../src/forecast/forecast.ts";
import type { Forecast, ForecastMemory } from "../../src/forecast/forecastTypes.ts";
import type { Member } from "../../src/forecast/members/member.ts";
import { MEMBERS } from "../../src/forecast/members/members.ts";
import { NAIVES } from "../../src/forecast/members/naive.ts";
import { DAY } from "../../src/units/duration.ts";
import { instant } from "../../src/units/instant.ts";

/** A forecast with one part less. */
export interface OtherForecast {
  readonly members: readonly Member[];
  /** How old its newest sample is, in training steps. */
  readonly stepsBehind: number;
}

/** The gate gives way to the naives by their names; under others they are members like all, and it finds none. */
export const WITHOUT_GATE: OtherForecast = {
  members: MEMBERS.map((one) => (isNaive(one) ? { ...one, name: `${one.name}, no refuge` } : one)),
  stepsBehind: 0,
};

/** The shape of the day to come is known from the days before, and nobody moves it to the level of now. */
export const WITHOUT_LEVEL: OtherForecast = { members: MEMBERS, stepsBehind: DAY / TRAINING_STEP };

export const NAIVES_ALONE: OtherForecast = { members: MEMBERS.filter(isNaive), stepsBehind: 0 };

function isNaive({ name }: Member): boolean {
  return NAIVES.some((naive) => naive === name);
}

/** The same world with each of its forecasts made otherwise; what was seen stays as it was. */
export function withForecasts(world: HeadstartWorld, track: Track, other: OtherForecast): HeadstartWorld {
  const history = trainingHistory(track);
  const horizon = Math.ceil(world.reel.horizon / TRAINING_STEP);
  const quantiles = [0.5, HEADSTART_DEFAULT.percentile / 100];
  let memory: ForecastMemory | undefined;
  const frames = world.reel.frames.map((frame): Frame => {
    const known = history.until(frame.madeAt - other.stepsBehind * TRAINING_STEP);
    const request = { history: known, horizon: horizon + other.stepsBehind, quantiles, zone: "UTC", declared: [] };
    const made = forecast({ ...request, ...(memory === undefined ? {} : { memory }) }, other.members);
    if (made.ok) memory = made.value.memory;
    return { ...frame, forecast: made.ok ? from(made.value, other.stepsBehind) : undefined };
  });
  return { ...world, reel: { ...world.reel, frames } };
}

/** What it says from so many steps on. */
function from({ memory: _, ...made }: Forecast, steps: number): Forecast {
  return {
    ...made,
    from: instant(made.from + steps * made.step),
    quantiles: made.quantiles.map(({ quantile, values }) => ({ quantile, values: values.slice(steps) })),
  };
}
