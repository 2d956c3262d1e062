import { type Row, SHARES } from "../curve.ts";
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
      "hpa target",
      "replica-h",
      "over oracle",
      "utilised",
      "minutes short",
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

/** What the columns of `figuresTable` mean, one sentence each. */
export const COLUMNS_READ: readonly string[] = [
  "knob: what a sweep turns; a factor on the floor, of headstart the percentile and the headroom, of hpa its target",
  "hpa target: share of a replica's capacity that the HPA underneath keeps in use",
  "replica-h: replica-hours from order to removal, starts among them",
  "over oracle: those over the fewest that leave nothing unserved, by somebody who knows the future",
  "utilised: demand served over what was paid for",
  "minutes short: minutes in which some demand was not served",
  "unserved: of all demand; worst hour: of the demand of the worst hour",
];

/** What each policy does, in one sentence. */
export const POLICIES_READ: readonly string[] = [
  "static: the same all the time, 1.2 × the largest demand of the warm-up",
  "hpa: the HPA alone",
  "cron: hour by hour what the last four weeks needed in that hour, and the HPA",
  "naive: what was needed a week ago, and the HPA",
  "lastweek+level: that times how the last hour compares with a week ago, and the HPA",
  "headstart: this product at its default, and the HPA",
  "foresight: a perfect forecast in headstart's place",
  "oracle: the cheapest that leaves nothing unserved",
];

/** Of a swept series: which of headstart's settings comes cheapest at each share, chosen in hindsight. */
export function settingsTable(rows: readonly Row[]): TextTable {
  const own = rows.filter(({ name }) => name === "headstart");
  return {
    head: ["at most unserved", "headstart's setting", "hpa target", "over oracle", "unserved"],
    rows: SHARES.map((share) => {
      const holding = own.filter(({ unservedShare }) => unservedShare <= share);
      const cheapest = holding.reduce<Row | undefined>(
        (a, b) => (a === undefined || b.overOracle < a.overOracle ? b : a),
        undefined,
      );
      if (cheapest === undefined) return [percentText(share, 2), "none", "", "", ""];
      const { knob, hpaTarget, overOracle, unservedShare } = cheapest;
      return [
        percentText(share, 2),
        knobText(knob),
        String(hpaTarget),
        costText(overOracle),
        percentText(unservedShare, 4),
      ];
    }),
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
    head: ["policy", "asked", "knob", "hpa target", "served ≥ 99.9 %", "over oracle", "utilised"],
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
