/** Gaps up to half an hour are drawn through with a line: the shape cannot have changed much. */
const SHORT_HOURS = 0.5;

/**
 * Completes a series: short gaps with a line, longer ones with the shape of other days and weeks, bridged in level.
 * The level of the shape is moved so that it meets the neighbours on both sides, linearly in between.
 * @param z     transformed demand, NaN for a gap, known at its first place; changed in place
 * @param day   steps in a day
 * @param week  steps in a week
 */
export function fillGaps(z: Float64Array, day: number, week: number): void {
  const short = Math.max(1, Math.round((SHORT_HOURS * day) / 24));
  let first = 1;
  while (first < z.length && !Number.isNaN(z[first]!)) first++;
  if (first >= z.length) return;
  const given = z.slice();
  for (let i = first; i < z.length; i++) {
    if (!Number.isNaN(given[i]!)) continue;
    let end = i;
    while (end < z.length && Number.isNaN(given[end]!)) end++;
    fillOne(z, given, { from: i, to: end, lags: end - i <= short ? [] : [week, day] });
    i = end;
  }
}

interface Gap {
  readonly from: number;
  readonly to: number;
  readonly lags: readonly number[];
}

function fillOne(z: Float64Array, given: Float64Array, { from, to, lags }: Gap): void {
  const shape = shapeOf(given, { from, to, lags });
  const at = (i: number): number => shape?.[i - from + 1] ?? 0;
  const left = z[from - 1]! - at(from - 1);
  const right = to < z.length ? given[to]! - at(to) : left;
  for (let i = from; i < to; i++) {
    z[i] = at(i) + left + ((right - left) * (i - from + 1)) / (to - from + 1);
  }
}

/** The shape from one place before the gap to one behind it; undefined when no lag knows all of it. */
function shapeOf(given: Float64Array, { from, to, lags }: Gap): Float64Array | undefined {
  for (const reach of REACHES) {
    for (const lag of lags) {
      const length = to - from + 2;
      const shape = Float64Array.from({ length }, (_, j) => neighbours(given, { i: from - 1 + j, lag, reach }));
      if (!shape.some(Number.isNaN)) return shape;
    }
  }
  return undefined;
}

/** Periods looked at on either side: near ones, and further ones where a gap came again and again. */
const REACHES = [2, 8];

/** Mean of the same time in so many periods before and behind. */
function neighbours(given: Float64Array, { i, lag, reach }: { i: number; lag: number; reach: number }): number {
  let sum = 0;
  let count = 0;
  for (let k = -reach; k <= reach; k++) {
    const at = i + k * lag;
    if (k === 0 || at < 0 || at >= given.length || Number.isNaN(given[at]!)) continue;
    sum += given[at]!;
    count++;
  }
  return count > 0 ? sum / count : NaN;
}
