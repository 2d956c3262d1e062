import { SHARES } from "../../src/backtest/curve.ts";
import { percentText, type TextTable } from "../../src/backtest/report/tables.ts";
import { BEST_SIMPLE } from "../../src/backtest/summary.ts";
import type { Measured } from "./capacityHistory.ts";
import { closedText, gapsClosed } from "./gapClosed.ts";
import type { MissedRow } from "./missedTrial.ts";
import { originText } from "./origin.ts";
import type { ReachRow } from "./reachTrial.ts";
import { type KeptRows, markdown } from "./trialSections.ts";

const TITLE = "### Series by series";

/** Of which series how much is closed, and what is missed there: where a mean would smooth it over. */
export function seriesSection(
  measured: Measured,
  missed: KeptRows<MissedRow>,
  reach: KeptRows<ReachRow>,
): readonly string[] {
  const rows = missed?.value ?? [];
  if (rows.length === 0) return [TITLE, originText([])];
  const costsOf = (policy: string, series: string): readonly number[] => {
    const at = measured.series.indexOf(series);
    return (measured.curves.find((curve) => curve.policy === policy)?.atShares ?? []).map(({ costs }) => costs[at]!);
  };
  const closedOf = (series: string): string => {
    const gap = { best: costsOf(BEST_SIMPLE, series), perfect: costsOf("foresight", series) };
    return closedText(gap, gapsClosed(gap, costsOf("headstart", series)));
  };
  const table: TextTable = {
    head: ["series", "of the gap", "unserved at the default", "of it new", "four fifths of it in", "out of reach"],
    rows: rows.map(({ series, unservedShare, newShare, hours, scoredHours }) => [
      series,
      measured.series.includes(series) ? closedOf(series) : "–",
      percentText(unservedShare, 3),
      unservedShare > 0 ? percentText(newShare, 0) : "–",
      unservedShare > 0 ? `${hours} of ${scoredHours} h` : "–",
      percentText(reach?.value.find((row) => row.series === series)?.outOfReach ?? 0, 3),
    ]),
  };
  const shares = SHARES.map((share) => percentText(share, 2)).join(" / ");
  const words =
    `Of the gap: how much of it headstart closes at ${shares} unserved and a lead time of 12m, in logarithms; a dash ` +
    "where there is none, because the best simple policy in hindsight is within 2 % of `foresight`; below zero where " +
    "it costs more than that policy. Then what the default leaves unserved, and how much of that is new: more than a " +
    "tenth above anything within a quarter of an hour of that time of day on the seven days before. Such demand can " +
    "be met by room that stands all the time, and by no forecast of that time. The hours hold four fifths of what is " +
    "unserved, of all that are scored. Out of reach is what a floor at its cap leaves (below).";
  return [TITLE, words, originText(missed === undefined ? [] : [missed.origin]), markdown(table)];
}
