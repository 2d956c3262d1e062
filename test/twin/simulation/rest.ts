import type { TwinWorld } from "../../../src/adapters/twin/twinWorld.ts";
import { FIELD_MANAGER, POOL_LABEL, WAKER_LABEL } from "../../../src/api/metadata.ts";
import { campaignSpec } from "../../../src/api/campaign.ts";
import { campaignOccurrences } from "../../../src/calendar/campaignOccurrences.ts";
import { listed, stored } from "../../../src/twin/objects.ts";
import { instant } from "../../../src/units/instant.ts";
import type { Edit } from "./acts.ts";
import { carrierIn, type People, type Wish } from "./people.ts";
import { hpaRest } from "./twinOf.ts";
import { NAMESPACE, type World, type WorldTarget } from "./world.ts";

const FAR = instant(Date.UTC(2027, 0));

/** The last that people do: whatever asked for floors goes, and whatever kept us from giving back is lifted. */
export function theEnd({ targets, ending }: World, twin: TwinWorld, act: (edit: Edit) => void): void {
  act({ what: "pause", pause: undefined });
  // A campaign that goes on has something to tell of, though nobody leads its target any more.
  for (const { metadata, spec } of listed(twin.state(), "Campaign")) {
    const goesOn = campaignOccurrences(campaignSpec.parse(spec), { start: twin.clock.now(), end: FAR }).length > 0;
    if (goesOn) act({ what: "delete campaign", name: metadata.name });
  }
  for (const name of ["people-0", "people-1"]) act({ what: "delete CronHPA", name });
  for (const { name: target } of targets) {
    if (ending === "Delete") {
      act({ what: "delete autoscaler", target });
    } else {
      act({ what: "suspend autoscaler", target, suspend: false });
      act({ what: "mode", target, mode: "Off" });
    }
  }
}

/** What is left of us where nothing may be: §3.3 and §3.6. */
export function remainsOf({ targets, ending }: World, twin: TwinWorld, people: People): readonly string[] {
  const pods = listed(twin.state(), "Pod", NAMESPACE).filter(
    ({ metadata: { labels = {} } }) => POOL_LABEL in labels || WAKER_LABEL in labels,
  );
  const placeholders = pods.length === 0 ? [] : [`§3.6: ${pods.length} placeholders or wakers are left`];
  return [
    ...placeholders,
    ...targets.flatMap((target) => [
      ...onCarrier(twin, target, people.wishOf(target.name)),
      ...plansLeft(twin, target, ending),
    ]),
  ];
}

function onCarrier(twin: TwinWorld, target: WorldTarget, wish: Wish): readonly string[] {
  const { name, kind, hpa } = target;
  const { value, most, metadata, isMarked } = carrierIn(twin, target);
  const remains: string[] = [];
  if (value !== wish.least) remains.push(`§3.3: ${name} stands at ${value}, people wrote ${wish.least}`);
  if (most !== wish.most) remains.push(`§3.3: ${name} has a ceiling of ${most}, people wrote ${wish.most}`);
  if (isMarked) remains.push(`§3.3: ${name} still bears our record`);
  const isOwned = metadata.managedFields?.some(({ manager }) => manager === FIELD_MANAGER) === true;
  if (isOwned) remains.push(`§3.3: managed fields of ${name} still name us`);
  const spec = stored(twin.state(), "HorizontalPodAutoscaler", { namespace: NAMESPACE, name })?.spec;
  const { scaleTargetRef, metric } = spec ?? {};
  const [rest, written] = [{ scaleTargetRef, metric }, hpaRest({ name, kind })].map((part) => JSON.stringify(part));
  if (hpa !== undefined && rest !== written) remains.push(`§3.2: the HPA ${name} is ${rest}, people wrote ${written}`);
  return remains;
}

function plansLeft(twin: TwinWorld, { name }: WorldTarget, ending: World["ending"]): readonly string[] {
  const state = twin.state();
  return (["CronHPA", "WarmPool"] as const).flatMap((kind) => {
    const plan = stored(state, kind, { namespace: NAMESPACE, name: `${name}-plan` });
    if (plan === undefined || (ending === "Off" && !isOpen(plan.spec, state.now))) return [];
    return [`§3.6: ${kind} ${name}-plan is left: ${JSON.stringify(plan.spec)}`];
  });
}

function isOpen(spec: unknown, now: number): boolean {
  const { windows = [] } = spec as { readonly windows?: readonly { readonly start: string; readonly end: string }[] };
  return windows.some(({ start, end }) => Date.parse(start) <= now && now < Date.parse(end));
}
