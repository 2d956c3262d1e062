import { geometricMean, SHARES } from "../../src/backtest/curve.ts";
import { percentText } from "../../src/backtest/report/tables.ts";
import type { FamilyRow } from "./familyTrial.ts";
import { closedText, gapsClosed } from "./gapClosed.ts";
import { originText } from "./origin.ts";
import { type KeptRows, markdown } from "./trialSections.ts";

const TITLE = "## Generated families";

/** Load of known kinds beside the recordings: what is won on all of these was not tuned to some series. */
export function familySection(kept: KeptRows<FamilyRow>): readonly string[] {
  const rows = kept?.value ?? [];
  if (rows.length === 0) return [TITLE, originText([])];
  const words =
    "Seeded load of documented kinds (bench/capacity/families.ts), 28 days each, lead time 12m; over the oracle at " +
    "1 / 0.1 / 0.01 % unserved, knobs in hindsight; how much of the gap between the best and `foresight` is closed, " +
    "a dash where that is within 2 %; and headstart at its default.";
  const table = {
    head: [
      "family",
      "what it is",
      "best of the simple ones",
      "headstart",
      "foresight",
      "of the gap",
      "default",
      "served",
    ],
    rows: rows.map(({ family, about, best, headstart, perfect, atDefault }) => [
      ...[family, about, textOf(best), textOf(headstart), textOf(perfect)],
      closedText({ best, perfect }, gapsClosed({ best, perfect }, headstart)),
      ...[atDefault.overOracle.toFixed(2), percentText(atDefault.served, 2)],
    ]),
  };
  return [TITLE, words, originText(kept === undefined ? [] : [kept.origin]), markdown(table), gapText(rows)];
}

function gapText(rows: readonly FamilyRow[]): string {
  const means = (of: (row: FamilyRow) => readonly number[]): readonly number[] =>
    SHARES.map((_, share) => geometricMean(rows.map((row) => of(row)[share]!)));
  const gap = { best: means(({ best }) => best), perfect: means(({ perfect }) => perfect) };
  const closed = gapsClosed(
    gap,
    means(({ headstart }) => headstart),
  );
  const texts = closed.map((part, share) => `${percentText(part, 0)} at ${percentText(SHARES[share]!, 2)}`);
  return `Of the gap, in logarithms and over all of them, headstart closes ${texts.join(", ")}.`;
}

function textOf(costs: readonly number[]): string {
  return costs.map((cost) => cost.toFixed(2)).join(" / ");
}
