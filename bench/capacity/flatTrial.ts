import { backtest, HEADSTART_DEFAULT } from "../../src/backtest/backtest.ts";
import { costAtShare, SHARES } from "../../src/backtest/curve.ts";
import { milliseconds, MINUTE } from "../../src/units/duration.ts";
import { flatLoad } from "./generatedLoad.ts";

/** What headstart costs over the oracle where there is nothing to gain. */
export interface FlatRow {
  /** Demand is even within this share of it, more or less. */
  readonly noise: number;
  /** At each of the shares, the knob chosen in hindsight. */
  readonly atShares: readonly number[];
  /** With nothing turned; its HPA target alone is 1.43. */
  readonly atDefault: number;
}

const DAYS = 12;
const LEAD = { text: "12m", duration: milliseconds(12 * MINUTE) };

export function flatTrials(print: (line: string) => void): readonly FlatRow[] {
  return [0, 0.02, 0.05].map((noise) => {
    const question = { leadTimes: [LEAD], policies: ["headstart"] as const, sweep: true, campaigns: [] };
    const made = backtest(flatLoad(DAYS, noise), question);
    if (!made.ok) throw new Error(made.failure.message);
    const rows = made.value[0]!.policies;
    const { percentile, headroomPercent, hpaTarget } = HEADSTART_DEFAULT;
    const standard = rows.find(
      (row) => row.knob === `p${percentile}+${headroomPercent}%` && row.hpaTarget === hpaTarget,
    );
    print(`flat within ${100 * noise} %`);
    return {
      noise,
      atShares: SHARES.map((share) => costAtShare(rows, share) ?? NaN),
      atDefault: standard?.overOracle ?? NaN,
    };
  });
}
