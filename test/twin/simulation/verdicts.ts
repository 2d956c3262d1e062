import type { TwinWorld } from "../../../src/adapters/twin/twinWorld.ts";
import { campaignSpec, type CampaignSpec, type CampaignStatus } from "../../../src/api/campaign.ts";
import { SECOND } from "../../../src/units/duration.ts";
import { type Instant, instant, parseInstant } from "../../../src/units/instant.ts";
import { between, peakOf } from "./promises.ts";
import type { Stood, Watch } from "./watch.ts";
import type { World } from "./world.ts";

/** A verdict when it was given, and what was declared then: all that a late view may have held for that. */
export interface Given {
  readonly campaign: string;
  readonly specs: readonly CampaignSpec[];
  readonly verdict: NonNullable<CampaignStatus["verdict"]>;
}

/** The workload controller counts within a second, and one turn looks at all its targets at about one time. */
const COUNTED = 2 * SECOND;

interface Filed {
  readonly at: Instant;
  readonly text: string;
}

/** Every verdict that is given, as it is given. */
export function verdictsIn(world: World, twin: TwinWorld): readonly Given[] {
  const all: Given[] = [];
  const filed = new Map<string, readonly Filed[]>();
  twin.cluster.subscribe("Campaign", ({ name }, before, after) => {
    if (after === undefined) return;
    const now = twin.clock.now();
    const [earlier, text] = [filed.get(name) ?? [], JSON.stringify(after.spec)];
    if (earlier.at(-1)?.text !== text) filed.set(name, [...earlier, { at: now, text }]);
    const [was, verdict] = [before, after].map((one) => (one?.status as CampaignStatus | undefined)?.verdict);
    if (verdict === undefined || JSON.stringify(was) === JSON.stringify(verdict)) return;
    const specs = inForce(filed.get(name)!, instant(now - world.lag - COUNTED));
    all.push({ campaign: name, specs: specs.map((spec) => campaignSpec.parse(JSON.parse(spec.text))), verdict });
  });
  return all;
}

/** What stood at an instant, and all that was filed since. */
function inForce(filed: readonly Filed[], since: Instant): readonly Filed[] {
  const last = filed.findLastIndex(({ at }) => at <= since);
  return filed.slice(Math.max(0, last));
}

/** §3.10: a verdict says what was there. Lost capacity is not Ready, and "Ready" is said of nothing that was not. */
export function verdictsBroken(world: World, watch: Watch, all: readonly Given[]): readonly string[] {
  return all.flatMap(({ campaign, specs, verdict }) => {
    const at = parseInstant(verdict.at)!;
    const seen = { start: instant(at - world.lag - COUNTED), end: instant(at + 1) };
    return specs[specs.length - 1]!.targets.flatMap(({ name }) => {
      const target = world.targets.find((each) => each.name === name)!;
      const stood = between(watch.stood(name), seen);
      const told = countTold(verdict.message, name);
      const problems: string[] = [];
      if (told !== undefined && !isAmong(told, stood)) problems.push(`tells of ${told} Ready of ${name}`);
      const promises = specs.map((spec) => leastPromised(world, spec, { peak: peakOf(target, spec), stood }));
      const least = Math.min(...promises);
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
