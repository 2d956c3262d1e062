import type { Row } from "../curve.ts";
import type { OneKnob, PolicyCurve } from "../summary.ts";
import { bestServing, cheapestServing } from "../summary.ts";

/** A table in words, for whatever writes it: terminal, HTML, Markdown. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One line a policy at one setting. */
export function figuresTable(rows: readonly Row[]): TextTable {
  return {
    head: [
      "policy",
      "knob",
      "hpa",
      "replica-h",
      "over oracle",
      "utilised",
      "min short",
      "unserved",
      "worst hour",
      "peak",
    ],
    rows: rows.map((row) => [
      row.name,
      knobText(row.knob),
      row.hpaTarget === null ? "" : String(row.hpaTarget),
      row.replicaHours.toFixed(1),
      row.overOracle.toFixed(3),
      percentText(row.utilisation, 1),
      row.minutesShort.toFixed(0),
      percentText(row.unservedShare, 4),
      percentText(row.worstHourUnserved, 1),
      String(row.replicasPeak),
    ]),
  };
}

/** One line a policy: what it costs over the oracle at each share, and on how many series it reached it. */
export function curvesTable(curves: readonly PolicyCurve[]): TextTable {
  const shares = curves[0]?.atShares.map(({ share }) => `${percentText(share, 2)} unserved`) ?? [];
  return {
    head: ["policy", ...shares],
    rows: curves.map(({ policy, atShares }) => [
      policy,
      ...atShares.map(({ mean, reached, costs }) =>
        costs.length === 1
          ? `${costText(mean)}${reached === 0 ? " (static's)" : ""}`
          : `${costText(mean)} (${reached} of ${costs.length})`,
      ),
    ]),
  };
}

/** One line a policy and question: which setting, how many series it serves well, at what cost. */
export function oneKnobTable(settings: readonly OneKnob[], wanted: number): TextTable {
  const names = [...new Set(settings.map(({ policy }) => policy))].filter((name) => name !== "oracle");
  const line = (policy: string, question: string, setting: OneKnob | undefined): readonly string[] => {
    if (setting === undefined) return [policy, question, "none", "", "", "", ""];
    const { knob, hpaTarget, served, series, overOracle, utilisation } = setting;
    const hpa = hpaTarget === null ? "" : String(hpaTarget);
    const figures = [`${served} of ${series}`, costText(overOracle), percentText(utilisation, 0)];
    return [policy, question, knobText(knob), hpa, ...figures];
  };
  return {
    head: ["policy", "asked", "knob", "hpa", "served ≥ 99.9 %", "over oracle", "utilised"],
    rows: names.flatMap((policy) => [
      line(policy, "most series", bestServing(settings, policy)),
      line(policy, `cheapest for ${wanted}`, cheapestServing(settings, policy, wanted)),
    ]),
  };
}

export function knobText(knob: Row["knob"]): string {
  if (knob === null) return "";
  return typeof knob === "string" ? knob : String(Number(knob.toPrecision(4)));
}

export function percentText(share: number, digits: number): string {
  return `${(100 * share).toFixed(digits)} %`;
}

function costText(cost: number): string {
  return Number.isFinite(cost) ? cost.toFixed(2) : "–";
}
