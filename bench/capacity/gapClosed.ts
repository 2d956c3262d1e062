import { percentText } from "../../src/backtest/report/tables.ts";

/** Means over the oracle at each share: of the best simple policy of each series, and of a perfect forecast. */
export interface Gap {
  readonly best: readonly number[];
  readonly perfect: readonly number[];
}

/** Where a perfect forecast saves less than this factor there is nothing to close. */
const NO_GAP = 1.02;

/** How much of the way from the best simple policies to a perfect forecast, in logarithms, a policy goes. */
export function gapsClosed({ best, perfect }: Gap, means: readonly number[]): readonly number[] {
  return means.map((mean, share) => Math.log(best[share]! / mean) / Math.log(best[share]! / perfect[share]!));
}

/** `35 % / 12 % / –` for each share. */
export function closedText({ best, perfect }: Gap, closed: readonly number[]): string {
  const texts = closed.map((part, share) => (best[share]! < NO_GAP * perfect[share]! ? "–" : percentText(part, 0)));
  return texts.join(" / ");
}
