import { HEADSTART_DEFAULT, type Run } from "../../src/backtest/backtest.ts";
import { percentText, type TextTable } from "../../src/backtest/report/tables.ts";
import { type OneKnob, oneKnobs } from "../../src/backtest/summary.ts";

const { percentile, headroomPercent, hpaTarget } = HEADSTART_DEFAULT;
const DEFAULT = `p${percentile}+${headroomPercent}%`;
/** The default, what lies around it, and the least setting that covers any of the last days. */
const KNOBS = ["p90+20%", "p95+0%", DEFAULT, "p95+20%", "p99+0%"];
const HPA_TARGETS = [0.7, 0.9];
const GROUPS = [
  { name: "crane's", holds: (series: string) => series.startsWith("input") },
  { name: "all", holds: () => true },
];

/** The same setting on every series: nothing is chosen in hindsight. */
export function settingsTable(runs: readonly Run[]): TextTable {
  const groups = GROUPS.map(({ name, holds }) => ({ name, settings: oneKnobs(runs.filter((r) => holds(r.series))) }));
  return {
    head: ["headstart", "hpa target", ...groups.flatMap(({ name }) => [`served ≥ 99.9 % of ${name}`, "over oracle"])],
    // A setting that an older sweep had not run is left out.
    rows: KNOBS.filter((knob) => groups.every(({ settings }) => settings.some((one) => one.knob === knob))).flatMap(
      (knob) =>
        HPA_TARGETS.map((target) => [
          knob === DEFAULT && target === hpaTarget ? `${knob}, the default` : knob,
          String(target),
          ...groups.flatMap(({ settings }) => cellsOf(settings, knob, target)),
        ]),
    ),
  };
}

function cellsOf(settings: readonly OneKnob[], knob: string, target: number): readonly string[] {
  const found = settings.find((one) => one.policy === "headstart" && one.knob === knob && one.hpaTarget === target);
  if (found === undefined) return ["", ""];
  return [
    `${found.served} of ${found.series}`,
    `${found.overOracle.toFixed(2)}, ${percentText(found.utilisation, 0)} used`,
  ];
}
