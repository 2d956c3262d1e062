import type { TwinWorld } from "../../../src/adapters/twin/twinWorld.ts";
import { campaignSpec, type CampaignSpec, type CampaignStatus } from "../../../src/api/campaign.ts";
import { SECOND } from "../../../src/units/duration.ts";
import { instant, parseInstant } from "../../../src/units/instant.ts";
import { between, peakOf } from "./promises.ts";
import type { Stood, Watch } from "./watch.ts";
import type { World } from "./world.ts";

/** A verdict when it was given, and what was declared then. */
export interface Given {
  readonly campaign: string;
  readonly spec: CampaignSpec;
  readonly verdict: NonNullable<CampaignStatus["verdict"]>;
}

/** The workload controller counts within a second, and one turn looks at all its targets at about one time. */
const COUNTED = 2 * SECOND;

/** Every verdict that is given, as it is given. */
export function verdictsIn(twin: TwinWorld): readonly Given[] {
  const all: Given[] = [];
  twin.cluster.subscribe("Campaign", ({ name }, before, after) => {
    const [was, verdict] = [before, after].map((one) => (one?.status as CampaignStatus | undefined)?.verdict);
    if (verdict === undefined || JSON.stringify(was) === JSON.stringify(verdict)) return;
    all.push({ campaign: name, spec: campaignSpec.parse(after!.spec), verdict });
  });
  return all;
}

/** §3.10: a verdict says what was there. Lost capacity is not Ready, and "Ready" is said of nothing that was not. */
export function verdictsBroken(world: World, watch: Watch, all: readonly Given[]): readonly string[] {
  return all.flatMap(({ campaign, spec, verdict }) => {
    const at = parseInstant(verdict.at)!;
    const seen = { start: instant(at - world.lag - COUNTED), end: instant(at + 1) };
    return spec.targets.flatMap(({ name }) => {
      const target = world.targets.find((each) => each.name === name)!;
      const stood = between(watch.stood(name), seen);
      const told = countTold(verdict.message, name);
      const problems: string[] = [];
      if (told !== undefined && !isAmong(told, stood)) problems.push(`tells of ${told} Ready of ${name}`);
      const least = leastPromised(world, spec, { peak: peakOf(target, spec), stood });
      const most = Math.max(...stood.map(({ ready }) => ready));
      if (verdict.ready && most < least) problems.push(`calls ${least} of ${name} Ready`);
      const really = [...new Set(stood.map(({ ready }) => ready))].join(" to ");
      const which = `the verdict of ${campaign} at ${verdict.at}`;
      return problems.map((what) => `§3.10: ${which} ${what}: there were ${really}`);
    });
  });
}

/** What the campaign promised at least, whatever else was asked for; 0 where that is not known beforehand. */
function leastPromised(
  world: World,
  spec: CampaignSpec,
  { peak, stood }: { readonly peak: number | undefined; readonly stood: readonly Stood[] },
): number {
  if (peak === undefined || spec.profile === "Ramp") return 0;
  const limits = [world.policy?.limits?.maxReplicas ?? Infinity, ...stood.map(({ most }) => most)];
  return Math.min(peak, ...limits);
}

/** `face-fusion: 30 of 62 Ready`, once or in a row. */
function countTold(message: string, target: string): number | undefined {
  const found = new RegExp(`(?:^|[;:] )${target}: (\\d+) of \\d+ Ready`).exec(message);
  return found === null ? undefined : Number(found[1]);
}

function isAmong(count: number, stood: readonly Stood[]): boolean {
  return stood.some(({ ready }) => ready === count);
}
