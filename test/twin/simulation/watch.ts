import type { TwinWorld } from "../../../src/adapters/twin/twinWorld.ts";
import type { Condition } from "../../../src/api/metadata.ts";
import type { Pod } from "../../../src/api/observed.ts";
import { MINUTE } from "../../../src/units/duration.ts";
import { formatInstant, type Instant } from "../../../src/units/instant.ts";
import type { Edit, Fault, Loss } from "./acts.ts";
import { carrierIn, type People } from "./people.ts";
import { NAMESPACE, type World, type WorldTarget } from "./world.ts";

export interface Span {
  readonly start: Instant;
  readonly end: Instant;
}

/** What stood at one target from an instant on. */
export interface Stood {
  readonly at: Instant;
  readonly floor: number;
  readonly most: number;
  readonly ready: number;
}

export interface Faulty extends Span {
  readonly what: (Fault | Loss)["what"];
}

export interface Edited {
  readonly at: Instant;
  readonly edit: Edit;
  /** False: it was refused. */
  readonly done: boolean;
}

/** Sees every change, tells of it, and knows what must never be. */
export interface Watch {
  tell(line: string): void;
  report(what: string): void;
  byPeople(edit: Edit, how: () => string, now: Instant): void;
  fault(span: Span, fault: Fault | Loss): void;
  /** Called whenever all that was due at an instant is over. */
  readonly look: () => void;
  floorOf(target: string): number;
  /** Of floors and plans, by us or by people. Statuses tell of forecasts too, which go on. */
  changes(): number;
  broken(): readonly string[];
  trace(): readonly string[];
  stood(target: string): readonly Stood[];
  edited(): readonly Edited[];
  faults(): readonly Faulty[];
  /** Campaigns of which it was ever said that what they want does not fit. */
  saidShort(): ReadonlySet<string>;
}

const WRITTEN = ["PredictiveAutoscaler", "Campaign", "CronHPA", "WarmPool", "ScalingPolicy"] as const;
const CARRIERS = ["HorizontalPodAutoscaler", "Deployment", "StatefulSet"] as const;

/** A floor that turns back twice within this, while nobody did anything, flaps. Once may be a step undone (§3.9). */
const FLAP = MINUTE;
/** Within ten minutes. */
const MOST_PLANS = 16;

export function watchOver(world: World, twin: TwinWorld, people: People): Watch {
  const broken: string[] = [];
  const trace: string[] = [];
  const edits: Edited[] = [];
  const faults: Faulty[] = [];
  const saidShort = new Set<string>();
  const stood = new Map<string, Stood[]>(world.targets.map(({ name }) => [name, []]));
  const carried = new Map(world.targets.map((target) => [target.name, seenOf(carrierIn(twin, target))]));
  const moves = new Map<string, readonly Move[]>();
  const plans = new Map<string, readonly Instant[]>();
  const hasShortSteps = world.targets.some(({ autoscaler }) => autoscaler.scaleIn?.interval === "1m");
  let changes = 0;
  let isPeople = false;

  const tell = (line: string) => void trace.push(`${formatInstant(twin.clock.now())} ${line}`);
  function report(what: string): void {
    broken.push(`${formatInstant(twin.clock.now())} ${what}`);
    tell(`BROKEN ${what}`);
  }

  function seenOn(target: WorldTarget): void {
    const before = carried.get(target.name)!;
    const after = seenOf(carrierIn(twin, target));
    if (before.text === after.text) return;
    changes++;
    carried.set(target.name, after);
    if (before.value === after.value) return;
    tell(`${target.name}: ${before.value} → ${after.value}${isPeople ? " by people" : ` ${after.record}`}`);
    if (isPeople) return;
    withinBounds(target, after);
    flaps(target, before.value, after.value);
  }

  function withinBounds({ name }: WorldTarget, { value, most }: Seen): void {
    const wish = people.wishOf(name);
    if (value < wish.least) report(`§3.2: ${name} stands at ${value}, below the ${wish.least} that people wrote`);
    if (most !== wish.most) report(`§3.2: ${name} has a ceiling of ${most}, people wrote ${wish.most}`);
    if (value > (most ?? Infinity)) report(`§3.2: ${name} stands at ${value}, above its ceiling of ${most}`);
  }

  function flaps({ name }: WorldTarget, from: number, to: number): void {
    const now = twin.clock.now();
    const lately = (moves.get(name) ?? []).filter(({ at }) => at > now - FLAP);
    const all = [...lately, { at: now, up: to > from }];
    moves.set(name, all);
    const turns = all.filter(({ up }, i) => i > 0 && all[i - 1]?.up !== up).length;
    const somebodyActed = edits.some(({ at }) => at >= now - FLAP - 2 * world.lag);
    if (turns > 1 && !somebodyActed) report(`§3.11: ${name} went up and down ${turns} times within a minute`);
  }

  /** A plan is written again when it matters, once a step, and not with each turn: there are twenty in ten minutes. */
  function rewritten(name: string): void {
    const now = twin.clock.now();
    if (hasShortSteps) return;
    const lately = [...(plans.get(name) ?? []).filter((at) => at > now - 10 * MINUTE), now];
    plans.set(name, lately);
    if (lately.length === MOST_PLANS) report(`§3.11: ${name} was written ${MOST_PLANS} times within ten minutes`);
  }

  /** What others' CronHPAs raised comes down from above it. */
  function withinPolicy(name: string, spec: unknown): void {
    const { windows = [] } = (spec ?? {}) as { readonly windows?: readonly { readonly minReplicas?: number }[] };
    const highest = Math.max(0, ...windows.map(({ minReplicas = 0 }) => minReplicas));
    const most = world.policy?.limits?.maxReplicas ?? Infinity;
    const isOthers = world.acts.some(({ what }) => what === "write CronHPA");
    if (highest > most && !isOthers) report(`§2.7: ${name} asks for ${highest}, the policy allows ${most}`);
  }

  for (const kind of WRITTEN) {
    twin.cluster.subscribe(kind, ({ name }, before, after) => {
      if (isPeople) return;
      if (isShort(after?.status)) saidShort.add(name);
      if (JSON.stringify(before?.spec) !== JSON.stringify(after?.spec)) {
        changes++;
        tell(`${kind} ${name}: ${windowsIn(after?.spec)}`);
        rewritten(`${kind} ${name}`);
        withinPolicy(`${kind} ${name}`, after?.spec);
      } else if (twin.clock.now() > world.restedBy) {
        tell(`status of ${kind} ${name}: ${differenceOf(before?.status, after?.status)}`);
      }
    });
  }
  for (const kind of CARRIERS) {
    twin.cluster.subscribe(kind, ({ name }) => {
      const target = world.targets.find((each) => each.name === name);
      if (target !== undefined) seenOn(target);
    });
  }

  return {
    ...{ tell, report },
    byPeople(edit, how, now) {
      isPeople = true;
      const outcome = how();
      isPeople = false;
      edits.push({ at: now, edit, done: outcome === "" });
      tell(`people: ${JSON.stringify(edit)}${outcome}`);
    },
    fault(span, fault) {
      faults.push({ ...span, what: fault.what });
      tell(`fault: ${JSON.stringify(fault)}`);
    },
    look() {
      for (const target of world.targets) {
        const { value, most } = carrierIn(twin, target);
        const all = stood.get(target.name)!;
        const last = all.at(-1);
        const now = { floor: value ?? 1, most: most ?? Infinity, ready: readyOf(twin, target) };
        if (last?.floor === now.floor && last.most === now.most && last.ready === now.ready) continue;
        all.push({ at: twin.clock.now(), ...now });
      }
    },
    floorOf: (name) => carried.get(name)!.value,
    changes: () => changes,
    broken: () => broken,
    trace: () => trace,
    stood: (name) => stood.get(name)!,
    edited: () => edits,
    faults: () => faults,
    saidShort: () => saidShort,
  };
}

/** As they are, not as their workload counts them. */
function readyOf(twin: TwinWorld, { name }: WorldTarget): number {
  const isReady = ({ metadata, status }: Pod) => metadata.labels?.["app"] === name && status.readySince !== undefined;
  return twin.cluster.list("Pod", NAMESPACE).filter(isReady).length;
}

interface Move {
  readonly at: Instant;
  readonly up: boolean;
}

interface Seen {
  readonly value: number;
  readonly most: number | undefined;
  readonly record: string;
  /** All that people and we write there. */
  readonly text: string;
}

function seenOf({ value = 1, most, metadata }: ReturnType<typeof carrierIn>): Seen {
  const { annotations = {}, managedFields = [] } = metadata;
  return {
    value,
    most,
    record: JSON.stringify(annotations),
    text: JSON.stringify([value, most, annotations, managedFields]),
  };
}

function isShort(status: unknown): boolean {
  const { conditions = [] } = (status ?? {}) as { readonly conditions?: readonly Condition[] };
  return conditions.some(({ type, status: is }) => type === "CapacityFits" && is === "False");
}

/** `12:00:00–12:30:00 20 (why)`, one after the other. */
function windowsIn(spec: unknown): string {
  const { windows } = (spec ?? {}) as { readonly windows?: readonly Readonly<Record<string, unknown>>[] };
  if (windows === undefined) return "gone";
  const clock = (at: unknown) => String(at).slice(11, 19);
  return windows
    .slice(0, 6)
    .map(({ start, end, ...rest }) => `${clock(start)}–${clock(end)} ${Object.values(rest).join(" ")}`)
    .join(", ");
}

/** `phase Active → Completed; …`, for what differs at the first two levels. */
function differenceOf(before: unknown, after: unknown): string {
  const [was, is] = [before, after].map((status) => new Map(Object.entries((status ?? {}) as object)));
  return [...new Set([...was!.keys(), ...is!.keys()])]
    .map((name) => [name, ...[was, is].map((status) => JSON.stringify(status!.get(name)))] as const)
    .filter(([, one, other]) => one !== other)
    .map(([name, one, other]) => `${name} ${one} → ${other}`)
    .join("; ");
}
