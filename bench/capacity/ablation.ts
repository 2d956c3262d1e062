import { seriesName } from "../../src/adapters/replay/readRecording.ts";
import { HEADSTART_DEFAULT, headstartWorld, scenarioOf } from "../../src/backtest/backtest.ts";
import { figuresOf } from "../../src/backtest/figures.ts";
import { type HeadstartKnobs, headstartFloors } from "../../src/backtest/headstart/headstartFloors.ts";
import { oracle } from "../../src/backtest/oracle.ts";
import { headstartPolicies, type HeadstartWorld } from "../../src/backtest/policies/headstartPolicy.ts";
import type { Policy, Scenario } from "../../src/backtest/policy.ts";
import { replay } from "../../src/backtest/replay.ts";
import { milliseconds, MINUTE } from "../../src/units/duration.ts";
import { readTrack } from "./readLoad.ts";
import { NAIVES_ALONE, type OtherForecast, withForecasts, WITHOUT_GATE, WITHOUT_LEVEL } from "./otherForecasts.ts";

/** What one part less does to one series. */
export interface AblationRow {
  readonly series: string;
  readonly variant: string;
  readonly overOracle: number;
  readonly unservedShare: number;
}

type Variant = (scenario: Scenario, world: HeadstartWorld) => Policy;

const { hpaTarget, ...KNOBS } = HEADSTART_DEFAULT;

/** Each takes one part away from the default, or turns one setting. */
const VARIANTS: Readonly<Record<string, Variant>> = {
  "as it is": withKnobs({}),
  "median instead of the 95th percentile": withKnobs({ percentile: 50 }),
  "no gate: no naive takes over without skill": withOther(WITHOUT_GATE),
  "no level of now: forecasts of a day before": withOther(WITHOUT_LEVEL),
  "naives alone as members": withOther(NAIVES_ALONE),
  "no headroom": withKnobs({ headroomPercent: 0 }),
  "the quantile alone, nothing of what was seen": withoutSeen,
  "the quantile alone, no gate": quantileOf(WITHOUT_GATE),
  "the quantile alone, no level of now": quantileOf(WITHOUT_LEVEL),
  "the quantile alone, naives alone": quantileOf(NAIVES_ALONE),
  "the 99th percentile, any day of the last week": withKnobs({ percentile: 99 }),
  "no steps, no hold on the way down": withKnobs({ scaleIn: { stepPercent: 100, holdWhileAbovePercent: 1000 } }),
  "hold only above 95 % of what the next floor serves": withKnobs({ scaleIn: { holdWhileAbovePercent: 95 } }),
  "HPA target 0.9": withKnobs({}, 0.9),
  "HPA target 1.0": withKnobs({}, 1),
  "no reactive part: floors alone": floorsAlone,
  "no forecast: the HPA alone": (scenario, { campaigns }) =>
    withKnobs({})(scenario, { reel: { frames: [], horizon: 60 * MINUTE }, campaigns }),
};

/** A dozen series would tell no more: these are the first eight, of one lead time. */
const SERIES = 8;

export async function ablationOf(
  files: readonly string[],
  print: (line: string) => void,
): Promise<readonly AblationRow[]> {
  const rows: AblationRow[] = [];
  const leadTimes = [{ text: "12m", duration: milliseconds(12 * MINUTE) }];
  for (const file of files.slice(0, SERIES)) {
    const track = await readTrack(file);
    const scenario = scenarioOf(track, leadTimes[0]!.duration);
    const world = headstartWorld(track, { leadTimes, campaigns: [] });
    const least = figuresOf(track, oracle(scenario)).replicaHours;
    for (const [variant, make] of Object.entries(VARIANTS)) {
      const { replicaHours, unservedShare } = figuresOf(track, replay(scenario, make(scenario, world)));
      rows.push({ series: seriesName(file), variant, overOracle: replicaHours / least, unservedShare });
    }
    print(`ablation ${seriesName(file)}`);
  }
  return rows;
}

function withKnobs(other: Partial<HeadstartKnobs>, target = hpaTarget): Variant {
  return (scenario, world) =>
    headstartPolicies(scenario, world, { knobs: { ...KNOBS, ...other }, hpaTargets: [target] })[0]!;
}

function withOther(other: OtherForecast): Variant {
  return (scenario, world) => withKnobs({})(scenario, withForecasts(world, scenario.track, other));
}

function withoutSeen(scenario: Scenario, { reel, campaigns }: HeadstartWorld): Policy {
  const frames = reel.frames.map((frame) => ({ ...frame, seen: undefined }));
  return withKnobs({})(scenario, { reel: { ...reel, frames }, campaigns });
}

function quantileOf(other: OtherForecast): Variant {
  return (scenario, world) => withoutSeen(scenario, withForecasts(world, scenario.track, other));
}

function floorsAlone(scenario: Scenario, world: HeadstartWorld): Policy {
  const floors = headstartFloors(scenario, { ...world, knobs: KNOBS });
  const { first } = scenario.track;
  return {
    name: "floors",
    knob: null,
    hpaTarget: null,
    initial: () => floors[0]!,
    wanted: (step) => floors[step - first]!,
  };
}
