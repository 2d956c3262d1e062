import { DAY, HOUR } from "../../src/units/duration.ts";
import type { Asked, Competitor, Made } from "./competitor.ts";
import { LAST_VALUE, NAIVE_DAY, NAIVE_WEEK } from "./naives.ts";
import { BUCKETS } from "./traceBenchmark.ts";

const NAIVES = [NAIVE_DAY, NAIVE_WEEK, LAST_VALUE] as const;
/** From here on all three have something to repeat. */
const FIRST_DAYS = 7;
const EVERY_HOURS = 6;
/** The engine's own: a rehearsal weighs less by this factor than one half a day later. */
const DECAY = 0.95;

/**
 * In each bucket of the horizon the naive that erred least until now, on origins six hours apart. What hindsight knows
 * and nobody at the time is the distance from this to the best naive in hindsight.
 */
export const BEST_SO_FAR: Competitor = {
  name: "the naive that was best so far",
  make(asked): Made {
    const errors = errorsSoFar(asked);
    const made = NAIVES.map((naive) => naive.make(asked));
    const choice = bucketsOf(asked).map((b) => made[leastOf(errors[b]!)]!);
    const stitched = (of: (one: Made) => Float64Array): Float64Array =>
      Float64Array.from(choice, (one, h) => of(one)[h]!);
    return {
      median: stitched(({ median }) => median),
      quantiles: new Map(asked.quantiles.map((q) => [q, stitched(({ quantiles }) => quantiles.get(q)!)])),
    };
  },
};

/** [bucket][naive], decayed sums of absolute errors; only outcomes that the history holds. */
function errorsSoFar({ history, horizon }: Asked): readonly number[][] {
  const { values, step } = history;
  const errors = BUCKETS.map(() => NAIVES.map(() => 0));
  const buckets = bucketsOf({ history, horizon });
  const every = Math.round((EVERY_HOURS * HOUR) / step);
  const first = Math.round((FIRST_DAYS * DAY) / step);
  for (let origin = values.length - every, weight = 1; origin >= first; origin -= every) {
    const asked = { history: { ...history, values: values.subarray(0, origin) }, horizon, quantiles: [] };
    const paths = NAIVES.map((naive) => naive.make(asked).median);
    for (let h = 0; h < horizon && origin + h < values.length; h++) {
      const y = values[origin + h]!;
      if (Number.isNaN(y)) continue;
      paths.forEach((path, n) => (errors[buckets[h]!]![n]! += weight * Math.abs(y - path[h]!)));
    }
    weight *= DECAY ** (EVERY_HOURS / 12);
  }
  return errors;
}

/** By step ahead its bucket. */
function bucketsOf({ history, horizon }: Pick<Asked, "history" | "horizon">): readonly number[] {
  return Array.from({ length: horizon }, (_, h) => {
    const hours = ((h + 1) * history.step) / HOUR;
    return BUCKETS.findIndex(([from, to]) => hours > from && hours <= to);
  });
}

/** Nothing seen yet: the first, of one day. */
function leastOf(errors: readonly number[]): number {
  return errors.indexOf(Math.min(...errors));
}
