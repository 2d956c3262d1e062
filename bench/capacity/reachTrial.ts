import { seriesName } from "../../src/adapters/replay/readRecording.ts";
import { scenarioOf } from "../../src/backtest/backtest.ts";
import { figuresOf } from "../../src/backtest/figures.ts";
import type { Scenario } from "../../src/backtest/policy.ts";
import { replay } from "../../src/backtest/replay.ts";
import { nearestRank, needOf, type Track } from "../../src/backtest/track.ts";
import { BLAST_RADIUS } from "../../src/plan/demand/blastRadius.ts";
import { milliseconds, MINUTE } from "../../src/units/duration.ts";
import { readTrack } from "./readLoad.ts";

/** What no forecast floor can serve on one series, because no forecast floor exceeds its cap. */
export interface ReachRow {
  readonly series: string;
  /** Replicas that half of the scored minutes need at most, and the most that any needs. */
  readonly usual: number;
  readonly most: number;
  /** Share of demand that a floor which always stands at the cap leaves unserved. */
  readonly outOfReach: number;
}

const LEAD = milliseconds(12 * MINUTE);

/** The largest demand counts as soon as it is seen, and the order for it is ready a lead time later. */
export async function reachTrials(files: readonly string[]): Promise<readonly ReachRow[]> {
  const rows: ReachRow[] = [];
  for (const file of files) {
    rows.push({ series: seriesName(file), ...reachOf(await readTrack(file)) });
  }
  return rows;
}

function reachOf(track: Track): Omit<ReachRow, "series"> {
  const scored = track.demand.subarray(track.first);
  const floors = atCap(track);
  const { unservedShare } = figuresOf(track, replay(scenarioOf(track, LEAD), standing(track, floors)));
  return {
    usual: needOf(track, nearestRank(scored, 0.5)),
    most: needOf(track, nearestRank(scored, 1)),
    outOfReach: unservedShare,
  };
}

/** At each scored step, the replicas that serve the cap on what was seen by then. */
function atCap(track: Track): Int32Array {
  const { seen, first } = track;
  const floors = new Int32Array(seen.length - first);
  let most = 0;
  for (let i = 0; i < seen.length; i++) {
    most = Math.max(most, seen[i]!);
    if (i >= first) floors[i - first] = needOf(track, BLAST_RADIUS * most);
  }
  return floors;
}

function standing({ first }: Scenario["track"], floors: Int32Array) {
  return {
    name: "cap",
    knob: null,
    hpaTarget: null,
    initial: () => floors[0]!,
    wanted: (step: number) => floors[step - first]!,
  };
}
