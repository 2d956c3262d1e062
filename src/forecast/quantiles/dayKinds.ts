export const WEEKDAYS = 7;
const HOURS = 24;
const WEEK_HOURS = WEEKDAYS * HOURS;
/** Fewer weeks do not tell what repeats from what happened once. */
const LEAST_WEEKS = 2;
const MOST_WEEKS = 4;
/** Days are compared over so many hours on either side of the hour asked for. */
const HALF_WINDOW = 4;
/** Distances up to this many usual deviations are chance; beyond, likeness falls as a normal curve so wide. */
const CHANCE = 1.2;
const WIDTH = 0.7;

/** How alike two days of the week are around an hour, within [0, 1]; days and hours as on the grid from its start. */
export type Likeness = (a: number, b: number, hour: number) => number;

/**
 * Finds which days of the week are alike at which hours, by their means: on most series 17 h of a Saturday is not 17 h
 * of a working day, while at 4 h all days are one.
 * K(a, b, h) = exp(−½ (max(0, D / w − 1.2) / 0.7)²), with D the mean of |m[a, j] − m[b, j]| over hours j around h,
 * m the mean of the root of demand by hour of the week, and w how far single weeks usually lie from m: half around
 * these hours, half overall.
 * Source: Wand & Jones (1995), Kernel Smoothing, §5, with a distance between days instead of time.
 * @param outcomes scaled demand, NaN for a gap
 * @param day      steps in a day
 * @returns undefined with less than two weeks
 */
export function dayKinds(outcomes: Float64Array, day: number): Likeness | undefined {
  if (outcomes.length < LEAST_WEEKS * WEEKDAYS * day) return undefined;
  const { means, deviations, overall } = weekOf(outcomes, day);
  return (a, b, hour) => {
    if (a === b) return 1;
    let distance = 0;
    let usual = 0;
    for (let j = hour - HALF_WINDOW; j <= hour + HALF_WINDOW; j++) {
      const p = (a * HOURS + j + WEEK_HOURS) % WEEK_HOURS;
      const q = (b * HOURS + j + WEEK_HOURS) % WEEK_HOURS;
      const apart = Math.abs(means[p]! - means[q]!);
      distance += Number.isNaN(apart) ? 0 : apart;
      usual += (deviations[p]! + deviations[q]!) / 4 + overall / 2;
    }
    const beyond = Math.max(0, distance / Math.max(usual, 1e-12) - CHANCE);
    return Math.exp(-0.5 * (beyond / WIDTH) ** 2);
  };
}

interface Week {
  /** By hour of the week; NaN where nothing was seen. */
  readonly means: Float64Array;
  /** Mean absolute deviation of single weeks, as many as there are freed from their own part in the mean. */
  readonly deviations: Float64Array;
  readonly overall: number;
}

function weekOf(outcomes: Float64Array, day: number): Week {
  const hourly = rootsByHour(outcomes, day);
  const from = Math.max(0, hourly.length - MOST_WEEKS * WEEK_HOURS);
  const means = new Float64Array(WEEK_HOURS);
  const counts = new Float64Array(WEEK_HOURS);
  for (let j = from; j < hourly.length; j++) {
    if (Number.isNaN(hourly[j]!)) continue;
    means[j % WEEK_HOURS]! += hourly[j]!;
    counts[j % WEEK_HOURS]! += 1;
  }
  for (let p = 0; p < WEEK_HOURS; p++) means[p] = counts[p] === 0 ? NaN : means[p]! / counts[p]!;
  const deviations = new Float64Array(WEEK_HOURS);
  for (let j = from; j < hourly.length; j++) {
    const n = counts[j % WEEK_HOURS]!;
    if (n < 2 || Number.isNaN(hourly[j]!)) continue;
    deviations[j % WEEK_HOURS]! += Math.abs(hourly[j]! - means[j % WEEK_HOURS]!) / Math.sqrt(n * (n - 1));
  }
  return { means, deviations, overall: deviations.reduce((a, b) => a + b, 0) / WEEK_HOURS };
}

/** Mean root of each hour from the grid's start, NaN for an hour of gaps. */
function rootsByHour(outcomes: Float64Array, day: number): Float64Array {
  const sums = new Float64Array(Math.floor((outcomes.length * HOURS) / day));
  const counts = new Float64Array(sums.length);
  for (let i = 0, hour = 0; i < outcomes.length; i++) {
    while ((hour + 1) * day <= i * HOURS) hour++;
    if (hour >= sums.length || Number.isNaN(outcomes[i]!)) continue;
    sums[hour]! += Math.sqrt(outcomes[i]!);
    counts[hour]! += 1;
  }
  return sums.map((sum, hour) => sum / counts[hour]!);
}
