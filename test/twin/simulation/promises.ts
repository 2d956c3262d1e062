import { campaignSpec, type CampaignSpec } from "../../../src/api/campaign.ts";
import { campaignOccurrences } from "../../../src/calendar/campaignOccurrences.ts";
import { REACTION } from "../../../src/plan/leadTime/leadTime.ts";
import { HOUR, MINUTE } from "../../../src/units/duration.ts";
import { formatInstant, type Instant, instant } from "../../../src/units/instant.ts";
import { overlaps } from "../../../src/units/window.ts";
import type { Edit } from "./acts.ts";
import type { Span, Stood, Watch } from "./watch.ts";
import { PER_REPLICA, type World, type WorldTarget } from "./world.ts";

/** How long before the order everything has to be at work for the promise to hold. */
const AHEAD = 5 * MINUTE;

/** §3.1: promised replicas that were not Ready in time, or a floor that fell below the promise too early. */
export function promisesBroken(world: World, watch: Watch): readonly string[] {
  const rooms = world.nodes.most * world.nodes.holds;
  if (rooms < 400) return [];
  return watch.edited().flatMap(({ at, edit, done }) => {
    if (edit.what !== "file campaign" || !done) return [];
    const spec = campaignSpec.parse(edit.spec);
    const range = { start: at, end: world.quietFrom };
    return campaignOccurrences(spec, range).flatMap((occurrence) =>
      spec.targets.flatMap(({ name }) => {
        const target = world.targets.find((each) => each.name === name)!;
        return brokenTo(target, { world, watch, spec, occurrence, filedAt: at, name: edit.name });
      }),
    );
  });
}

interface Promised {
  readonly world: World;
  readonly watch: Watch;
  readonly name: string;
  readonly spec: CampaignSpec;
  readonly occurrence: Span;
  readonly filedAt: Instant;
}

function brokenTo(target: WorldTarget, promised: Promised): readonly string[] {
  const { world, watch, spec, occurrence, filedAt, name } = promised;
  const most = peakOf(target, spec);
  const learns = target.autoscaler.startup?.leadTime === undefined;
  const rampUp = spec.profile === "Ramp" ? (spec.rampUp ?? 0) : 0;
  const fullFrom = instant(occurrence.start + rampUp);
  const readyBy = instant(fullFrom - spec.readyBefore);
  const from = instant(readyBy - target.leadTime - REACTION - AHEAD - world.lag);
  const isLate = filedAt > from || occurrence.end > world.quietFrom || fullFrom >= occurrence.end;
  if (most === undefined || isLate || learns || spec.profile === "FlashSale") return [];
  if (isDisturbed(promised, target, { start: from, end: occurrence.end })) return [];
  const during = between(watch.stood(target.name), { start: from, end: occurrence.end });
  const limits = [target.autoscaler.maxReplicas, world.policy?.limits?.maxReplicas].map((most) => most ?? Infinity);
  const ceiling = Math.min(...limits, ...during.map((stood) => stood.most));
  const wanted = Math.min(most, ceiling);
  if (world.quota !== undefined) return unsaid(promised, target, { wanted, quota: world.quota });
  const held = during.filter(({ until }) => until > readyBy);
  const short = held.find(({ ready, floor }) => ready < wanted || floor < wanted);
  if (short === undefined) return [];
  const when = `${formatInstant(occurrence.start)}, ready by ${formatInstant(readyBy)}`;
  const stands = `${short.ready} Ready over a floor of ${short.floor} at ${formatInstant(short.at)}`;
  return [`§3.1: ${name} of ${when} was promised ${wanted} of ${target.name}: ${stands}`];
}

/** §3.10: what the quota cannot hold is said, whoever else takes of it. */
function unsaid(
  { watch, name }: Promised,
  target: WorldTarget,
  { wanted, quota }: { readonly wanted: number; readonly quota: number },
): readonly string[] {
  if (wanted <= quota || watch.saidShort().has(name)) return [];
  return [`§3.10: ${name} wants ${wanted} of ${target.name}, the quota admits ${quota}, and nobody said so`];
}

/** What it comes to whatever is forecast; undefined where that depends on the forecast. */
export function peakOf(target: WorldTarget, { targets }: CampaignSpec): number | undefined {
  const peak = targets.find(({ name }) => name === target.name)?.peak;
  const headroom = target.autoscaler.forecast?.headroomPercent ?? 10;
  if (peak?.demand !== undefined) return Math.ceil((peak.demand * (100 + headroom)) / 100 / PER_REPLICA - 1e-6);
  if (peak?.replicas !== undefined) return peak.replicas;
  // Of a load that never changes every forecast is the same.
  const { night, day, noisePercent } = target.demand;
  if (peak?.multiplier === undefined || night !== day || noisePercent > 0) return undefined;
  return Math.ceil((peak.multiplier * night * (100 + headroom)) / 100 / PER_REPLICA - 1e-6);
}

interface StoodUntil extends Stood {
  readonly until: Instant;
}

export function between(all: readonly Stood[], { start, end }: Span): readonly StoodUntil[] {
  return all
    .map((stood, i) => ({ ...stood, until: all[i + 1]?.at ?? instant(end + HOUR) }))
    .filter(({ at, until }) => at < end && until > start);
}

function isNumber({ name }: WorldTarget, { targets }: CampaignSpec): boolean {
  return targets.some((target) => target.name === name && target.peak.multiplier === undefined);
}

function isDisturbed({ world, watch, name, spec }: Promised, target: WorldTarget, span: Span): boolean {
  const isOfNumber = isNumber(target, spec);
  // §3.5: what was declared in units or replicas does not need Prometheus, however it answers.
  const faults = watch.faults().filter(({ what }) => !(isOfNumber && what.startsWith("prometheus")));
  if (faults.some((fault) => overlaps(fault, span))) return true;
  // Pods that start otherwise than was said, from then on.
  if (watch.edited().some(({ edit }) => edit.what === "startup" && edit.target === target.name)) return true;
  if (target.autoscaler.mode !== undefined) return true;
  const filings = watch.edited().filter(({ edit }) => edit.what === "file campaign" && edit.name === name);
  if (filings.length > 1) return true;
  return watch.edited().some(({ at, edit }) => at < span.end && at < world.quietFrom && concerns(edit, target, name));
}

function concerns(edit: Edit, target: WorldTarget, campaign: string): boolean {
  switch (edit.what) {
    case "file campaign":
    case "write CronHPA":
    case "delete CronHPA":
      return false;
    case "suspend campaign":
    case "delete campaign":
      return edit.name === campaign;
    case "pause":
      return true;
    default:
      return edit.target === target.name;
  }
}
