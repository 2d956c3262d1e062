import type { Figures } from "./figures.ts";

/** One point of a sweep: a policy at one knob and one HPA target. */
export interface Row extends Figures {
  readonly name: string;
  readonly knob: number | string | null;
  readonly hpaTarget: number | null;
  readonly overOracle: number;
}

/** The shares of unserved demand at which policies are compared. */
export const SHARES = [0.01, 0.001, 0.0001] as const;

/** Shares under this are not told apart: one in a million is as good as nothing. */
const LEAST_SHARE = 1e-6;

/**
 * What a policy costs, over the oracle, when it may leave a share of demand unserved: the lowest figure at or under
 * the share, linear in the logarithm of the share between neighbouring knobs of one HPA target.
 * @param rows one policy's points on one series, knobs in the order of the sweep
 * @returns undefined when no point reaches the share
 */
export function costAtShare(rows: readonly Row[], share: number): number | undefined {
  const crossings = neighbours(rows)
    .filter(([a, b]) => a.unservedShare <= share !== b.unservedShare <= share)
    .map(([a, b]) => crossing(a, b, share));
  const reached = rows.filter((row) => row.unservedShare <= share).map((row) => row.overOracle);
  const all = [...reached, ...crossings];
  return all.length === 0 ? undefined : Math.min(...all);
}

function neighbours(rows: readonly Row[]): readonly (readonly [Row, Row])[] {
  return rows.slice(1).flatMap((row, i) => {
    const before = rows[i]!;
    return lineOf(row) === lineOf(before) ? [[before, row] as const] : [];
  });
}

/** The HPA alone turns its target: all its points are one line. */
function lineOf({ name, hpaTarget }: Row): string {
  return name === "hpa" ? name : `${name} ${hpaTarget ?? ""}`;
}

function crossing(a: Row, b: Row, share: number): number {
  const [from, to, at] = [a.unservedShare, b.unservedShare, share].map((s) => Math.log10(Math.max(s, LEAST_SHARE))) as [
    number,
    number,
    number,
  ];
  if (from === to) return Math.max(a.overOracle, b.overOracle);
  return a.overOracle + ((at - from) / (to - from)) * (b.overOracle - a.overOracle);
}

/** @returns NaN of nothing */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);
}
