import { seriesName } from "../../src/adapters/replay/readRecording.ts";
import { HEADSTART_DEFAULT, headstartWorld, scenarioOf } from "../../src/backtest/backtest.ts";
import { figuresOf, type Trace } from "../../src/backtest/figures.ts";
import { headstartPolicies } from "../../src/backtest/policies/headstartPolicy.ts";
import { replay } from "../../src/backtest/replay.ts";
import { slidingMaximum } from "../../src/backtest/slidingMaximum.ts";
import type { Track } from "../../src/backtest/track.ts";
import { DAY, HOUR, milliseconds, MINUTE } from "../../src/units/duration.ts";
import { readTrack } from "./readLoad.ts";

/** What headstart at its default leaves unserved on one series, and of what kind that is. */
export interface MissedRow {
  readonly series: string;
  readonly unservedShare: number;
  /** Of what is unserved, the share where demand was unlike anything at that time of the last week. */
  readonly newShare: number;
  /** Clock hours that hold four fifths of what is unserved, and all that are scored. */
  readonly hours: number;
  readonly scoredHours: number;
}

const LEADS = [{ text: "12m", duration: milliseconds(12 * MINUTE) }];
const DAYS_BACK = 7;
const BESIDE = 15 * MINUTE;
/** More than a tenth above what came before is new: the default's headroom covers a tenth. */
const NEW = 1.1;
const MOST_OF_IT = 0.8;

export async function missedTrials(
  files: readonly string[],
  print: (line: string) => void,
): Promise<readonly MissedRow[]> {
  const { hpaTarget, ...knobs } = HEADSTART_DEFAULT;
  const rows: MissedRow[] = [];
  for (const file of files) {
    const track = await readTrack(file);
    const scenario = scenarioOf(track, LEADS[0]!.duration);
    const world = headstartWorld(track, { leadTimes: LEADS, campaigns: [] });
    const [policy] = headstartPolicies(scenario, world, { knobs, hpaTargets: [hpaTarget] });
    const trace = replay(scenario, policy!);
    const { unservedShare } = figuresOf(track, trace);
    rows.push({ series: seriesName(file), unservedShare, ...missedOf(track, trace) });
    print(`missed ${seriesName(file)}`);
  }
  return rows;
}

/** @param trace of the scored steps of the track */
export function missedOf(track: Track, { ready }: Pick<Trace, "ready">): Omit<MissedRow, "series" | "unservedShare"> {
  const { demand, first, step, start, perReplica } = track;
  const usual = ofLastWeek(track);
  const byHour = new Map<number, number>();
  let [all, fresh] = [0, 0];
  for (let i = first; i < demand.length; i++) {
    const missed = Math.max(0, demand[i]! - ready[i - first]! * perReplica);
    const hour = Math.floor((start + i * step) / HOUR);
    byHour.set(hour, (byHour.get(hour) ?? 0) + missed);
    all += missed;
    if (demand[i]! > NEW * usual[i]!) fresh += missed;
  }
  return {
    newShare: all > 0 ? fresh / all : 0,
    hours: all > 0 ? hoursThatHold([...byHour.values()], MOST_OF_IT * all) : 0,
    scoredHours: byHour.size,
  };
}

/** At each step the largest demand within a quarter of an hour of its time on any of the seven days before. */
function ofLastWeek({ demand, step }: Track): Float64Array {
  const beside = Math.round(BESIDE / step);
  const day = Math.round(DAY / step);
  const near = slidingMaximum(demand, -beside, beside);
  return demand.map((_, i) => {
    let most = 0;
    for (let back = 1; back <= DAYS_BACK && i >= back * day; back++) most = Math.max(most, near[i - back * day]!);
    return most;
  });
}

function hoursThatHold(missed: readonly number[], part: number): number {
  const descending = missed.toSorted((a, b) => b - a);
  let [held, hours] = [0, 0];
  while (held < part - 1e-9 * part && hours < descending.length) held += descending[hours++]!;
  return hours;
}
