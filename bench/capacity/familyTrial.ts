import { replayAll } from "../../src/adapters/replay/replayAll.ts";
import { HEADSTART_DEFAULT, POLICIES, type Run } from "../../src/backtest/backtest.ts";
import { BEST_SIMPLE, curvesOf } from "../../src/backtest/summary.ts";
import { milliseconds, MINUTE } from "../../src/units/duration.ts";
import { FAMILIES, familyLoad } from "./families.ts";

/** What policies cost over the oracle on one generated family, at each of the shares. */
export interface FamilyRow {
  readonly family: string;
  readonly about: string;
  readonly best: readonly number[];
  readonly headstart: readonly number[];
  readonly perfect: readonly number[];
  /** With nothing turned. */
  readonly atDefault: { readonly overOracle: number; readonly served: number };
}

const LEAD = { text: "12m", duration: milliseconds(12 * MINUTE) };
/** Planner and knobs were chosen on other draws of other families; these are for reporting. */
const SEED = 20_261_129;

export async function familyTrials(print: (line: string) => void): Promise<readonly FamilyRow[]> {
  const loads = FAMILIES.map((family) => familyLoad(family, SEED));
  const question = { leadTimes: [LEAD], policies: POLICIES, sweep: true, campaigns: [] };
  const runs = await replayAll(loads, question, (done, all) => print(`families ${done} of ${all}`));
  if (!runs.ok) throw new Error(runs.failure.message);
  return runs.value.map((run, i) => rowOf(run, FAMILIES[i]!.about));
}

function rowOf(run: Run, about: string): FamilyRow {
  const curves = curvesOf([run]);
  const costsOf = (name: string): readonly number[] =>
    (curves.find(({ policy }) => policy === name)?.atShares ?? []).map(({ mean }) => mean);
  const { percentile, headroomPercent, hpaTarget } = HEADSTART_DEFAULT;
  const knob = `p${percentile}+${headroomPercent}%`;
  const { overOracle, served } = run.policies.find((row) => row.knob === knob && row.hpaTarget === hpaTarget)!;
  return {
    ...{ family: run.series, about, atDefault: { overOracle, served } },
    ...{ best: costsOf(BEST_SIMPLE), headstart: costsOf("headstart"), perfect: costsOf("foresight") },
  };
}
