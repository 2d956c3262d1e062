import { type Failure, quote } from "../units/failure.ts";
import { failed, type Result, success } from "../units/result.ts";

/** Demand as it was recorded: the samples that exist, at distinct ascending times. */
export interface RecordedLoad {
  /** The file name without `.csv` and `.gz`, or what the user calls it. */
  readonly name: string;
  /** Epoch milliseconds, ascending, distinct. */
  readonly times: Float64Array;
  /** Units per second, finite, ≥ 0; one for each time. */
  readonly values: Float64Array;
  /** Median distance of neighbouring times in milliseconds. */
  readonly step: number;
  /** What was repaired on the way in, one line each. */
  readonly repairs: readonly string[];
}

export interface Samples {
  readonly times: ArrayLike<number>;
  /** NaN where nothing is known: a gap. */
  readonly values: ArrayLike<number>;
}

/**
 * Orders the samples, averages those of equal times and leaves gaps out; a gap at either end vanishes with that.
 * @returns a failure for a negative or infinite value, for a time that is none, and for fewer than two samples
 */
export function recordedLoad(name: string, { times, values }: Samples): Result<RecordedLoad, Failure> {
  const known: number[] = [];
  for (let i = 0; i < times.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    if (!(value >= 0 && value < Infinity)) return failed(notDemand(name, i, value));
    if (!Number.isFinite(times[i]!)) return failed(notTime(name, i, times[i]!));
    known.push(i);
  }
  const unsorted = known.some((at, i) => i > 0 && times[at]! < times[known[i - 1]!]!);
  if (unsorted) known.sort((a, b) => times[a]! - times[b]!);
  const merged = averaged(known, { times, values });
  const length = merged.times.length;
  if (length < 2) return failed(tooShort(name, length));
  return success({
    name,
    ...merged,
    step: medianDistance(merged.times),
    repairs: [
      ...(unsorted ? ["samples were not in the order of time: sorted"] : []),
      ...(length < known.length ? [`${known.length - length} samples of equal times: averaged`] : []),
    ],
  });
}

function averaged(known: readonly number[], { times, values }: Samples): Pick<RecordedLoad, "times" | "values"> {
  const at = new Float64Array(known.length);
  const mean = new Float64Array(known.length);
  let length = 0;
  for (let i = 0; i < known.length;) {
    const time = times[known[i]!]!;
    let sum = 0;
    let count = 0;
    for (; i < known.length && times[known[i]!] === time; i++, count++) sum += values[known[i]!]!;
    at[length] = time;
    mean[length++] = sum / count;
  }
  return { times: at.slice(0, length), values: mean.slice(0, length) };
}

function medianDistance(times: Float64Array): number {
  const distances = new Float64Array(times.length - 1);
  for (let i = 0; i < distances.length; i++) distances[i] = times[i + 1]! - times[i]!;
  distances.sort();
  const middle = distances.length >> 1;
  return distances.length % 2 === 1 ? distances[middle]! : (distances[middle - 1]! + distances[middle]!) / 2;
}

function notDemand(name: string, index: number, value: number): Failure {
  return {
    code: "NotDemand",
    message: "demand is finite and not negative",
    remedy: "leave the value empty where nothing was measured; nothing of this series was used",
    field: `${name}, sample ${index + 1}`,
    value: quote(String(value)),
  };
}

function notTime(name: string, index: number, time: number): Failure {
  return {
    code: "NotATime",
    message: "a sample needs a time",
    remedy: "write RFC 3339 or Unix seconds; nothing of this series was used",
    field: `${name}, sample ${index + 1}`,
    value: quote(String(time)),
  };
}

function tooShort(name: string, length: number): Failure {
  return {
    code: "TooShort",
    message: `a recording needs samples at two times or more, this has ${length}`,
    remedy: "give a longer recording; nothing of this series was used",
    field: name,
  };
}
