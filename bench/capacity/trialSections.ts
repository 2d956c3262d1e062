import { geometricMean, SHARES } from "../../src/backtest/curve.ts";
import { percentText, type TextTable } from "../../src/backtest/report/tables.ts";
import type { AblationRow } from "./ablation.ts";
import type { TrialRow } from "./campaignTrials.ts";
import { ABLATION_READ } from "./capacityWords.ts";
import type { FlatRow } from "./flatTrial.ts";
import type { Kept } from "./keptResults.ts";
import { originText } from "./origin.ts";
import type { ReachRow } from "./reachTrial.ts";
import type { TimingRow } from "./replayTiming.ts";

/** Results of one kind as they were kept; undefined where they were not run. */
export type KeptRows<T> = Kept<readonly T[]> | undefined;

export function ablationSection(kept: KeptRows<AblationRow>): readonly string[] {
  const rows = kept?.value ?? [];
  if (rows.length === 0) return ["## Ablation", originOf(kept)];
  const variants = [...new Set(rows.map(({ variant }) => variant))];
  const series = [...new Set(rows.map((row) => row.series))];
  const table: TextTable = {
    head: ["variant", "over oracle", "unserved, mean", "served ≥ 99.9 %"],
    rows: variants.map((variant) => {
      const own = rows.filter((row) => row.variant === variant);
      const unserved = own.reduce((sum, row) => sum + row.unservedShare, 0) / own.length;
      const well = own.filter(({ unservedShare }) => unservedShare <= 0.001).length;
      const cost = geometricMean(own.map(({ overOracle }) => overOracle));
      return [variant, cost.toFixed(2), percentText(unserved, 2), `${well} of ${own.length}`];
    }),
  };
  const what = "headstart at its default, one part taken away or one setting turned";
  const words = `${what}, on ${series.join(", ")}; lead time 12m.`;
  return ["## Ablation", words, originOf(kept), markdown(table), ABLATION_READ];
}

export function trialSection(kept: KeptRows<TrialRow>): readonly string[] {
  const rows = kept?.value ?? [];
  if (rows.length === 0) return ["## Declared campaigns", originOf(kept)];
  const table: TextTable = {
    head: ["series", "campaign", "declared", "unserved in it", "paid in it", "extra, starts too", "given back after"],
    rows: rows.map((row) => [
      row.series,
      `${row.profile} × ${row.multiplier}, ${row.minutes} min`,
      row.belief === null ? "not (HPA alone)" : `× ${row.belief} of it`,
      percentText(row.unservedShare, 2),
      row.paidOverNeed.toFixed(2),
      row.overOwnNeed.toFixed(2),
      `${row.minutesToGiveBack.toFixed(0)} min`,
    ]),
  };
  const words =
    "Seeded campaigns put onto real series, two in the history and one in the scored part, lead time 12m, headstart " +
    "at its default. Paid in it: replica-hours from its start to its end over what its demand needs; an HPA target " +
    "of 0.7 alone is 1.43. Extra: replica-hours above those without the campaign, from order to removal, over the " +
    "campaign's own need. Given back: from its end until no more than a tenth is paid above what is paid without it, " +
    "or above what the HPA asks for.";
  return ["## Declared campaigns", words, originOf(kept), markdown(table)];
}

export function flatSection(kept: KeptRows<FlatRow>): readonly string[] {
  const rows = kept?.value ?? [];
  if (rows.length === 0) return ["## Flat load", originOf(kept)];
  const table: TextTable = {
    head: ["demand even within", ...SHARES.map((share) => `${percentText(share, 2)} unserved`), "at its default"],
    rows: rows.map(({ noise, atShares, atDefault }) => [
      percentText(noise, 0),
      ...atShares.map((cost) => cost.toFixed(3)),
      atDefault.toFixed(2),
    ]),
  };
  const words = "headstart's cost over the oracle on twelve generated days; an HPA target of 0.7 alone costs 1.43.";
  return ["## Flat load", words, originOf(kept), markdown(table)];
}

export function timingSection(kept: KeptRows<TimingRow>): readonly string[] {
  const rows = kept?.value ?? [];
  if (rows.length === 0) return ["## Time", originOf(kept)];
  const table: TextTable = {
    head: ["60 days in steps of 5 minutes, one thread", "policies replayed", "processor seconds"],
    rows: rows.map(({ what, policies, seconds }) => [what, String(policies), seconds.toFixed(1)]),
  };
  return ["## Time", originOf(kept), markdown(table)];
}

/** Where a floor cannot go is no matter of the forecast: the largest demand of the history bounds it. */
export function reachSection(kept: KeptRows<ReachRow>): readonly string[] {
  const rows = (kept?.value ?? []).filter(({ outOfReach }) => outOfReach > 0).toSorted(byShare);
  const title = "### What a forecast floor cannot reach";
  if (rows.length === 0) return [title, originOf(kept)];
  const table: TextTable = {
    head: ["series", "replicas needed half of the time", "at most", "share out of reach"],
    rows: rows.map(({ series, usual, most, outOfReach }) => [
      series,
      String(usual),
      String(most),
      percentText(outOfReach, 3),
    ]),
  };
  const words =
    "A forecast floor never exceeds 1.5 × the largest demand seen so far. A floor that always stands there, ordered " +
    "as soon as that largest demand is seen, leaves this much unserved at a lead time of 12m; no percentile and no " +
    "headroom asks for more, and the HPA orders only what it has seen. Series that are not listed are within reach.";
  return [title, words, originOf(kept), markdown(table)];
}

function byShare(a: ReachRow, b: ReachRow): number {
  return b.outOfReach - a.outOfReach;
}

function originOf(kept: Kept<unknown> | undefined): string {
  return originText(kept === undefined ? [] : [kept.origin]);
}

export function markdown({ head, rows }: TextTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
