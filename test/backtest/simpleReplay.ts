import type { Samples } from "../../src/backtest/recordedLoad.ts";

/**
 * The replay once more, as plainly as it can be said: every replica is an object, every look into the past or the
 * future walks over all steps. Slow, and shares no line with src/backtest.
 */
export interface SimpleInput {
  readonly samples: Samples;
  readonly stepMs: number;
  readonly warmUpMs: number;
  readonly perReplica: number;
  readonly leadMs: number;
}

export interface SimpleRun {
  readonly ready: readonly number[];
  readonly paid: readonly number[];
}

type Replica = { readonly orderedAt: number };
type World = ReturnType<typeof worldOf>;
export type SimplePolicy = (world: World, step: number, current: number) => number;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEK = 168 * HOUR;
const up = (x: number) => Math.ceil(x - 1e-9);

export function worldOf({ samples, stepMs, warmUpMs, perReplica, leadMs }: SimpleInput) {
  const times = Array.from(samples.times);
  const values = Array.from(samples.values);
  const steps = Math.floor((times.at(-1)! - times[0]!) / stepMs + 1e-9) + 1;
  const at = (step: number) => times[0]! + step * stepMs;
  const lastSample = (step: number) => times.findLastIndex((time) => time <= at(step));
  const demand = (step: number): number => {
    const i = lastSample(step);
    const share = i + 1 < times.length ? (at(step) - times[i]!) / (times[i + 1]! - times[i]!) : 0;
    return share === 0 ? values[i]! : values[i]! + (values[i + 1]! - values[i]!) * share;
  };
  const all = Array.from({ length: steps }, (_, i) => i);
  return {
    at,
    times,
    values,
    perReplica,
    steps,
    stepMs,
    first: up(warmUpMs / stepMs),
    lead: Math.max(1, up(leadMs / stepMs)),
    reach: up((5 * MINUTE) / stepMs),
    demand: all.map(demand),
    seen: all.map((step) => values[lastSample(step)]!),
  };
}

export function simpleReplay(world: World, floor: SimplePolicy, hpaTarget: number | null): SimpleRun {
  const plain = (step: number) => up(world.seen[step]! / (world.perReplica * hpaTarget!));
  const hpaWish = (step: number, current: number): number => {
    const ratio = world.seen[step]! / (world.perReplica * hpaTarget! * current);
    if (ratio > 1.1 + 1e-9) return plain(step);
    if (ratio >= 0.9 - 1e-9) return current;
    let largest = 0;
    for (let back = 0; back <= world.reach; back++) {
      if (step - back >= 0) largest = Math.max(largest, plain(step - back));
    }
    return Math.min(current, largest);
  };
  const start = Math.max(floor(world, world.first, 0), hpaTarget === null ? 0 : plain(world.first), 1);
  let replicas: Replica[] = Array.from({ length: start }, () => ({ orderedAt: -Infinity }));
  const run = { ready: [] as number[], paid: [] as number[] };
  for (let step = world.first; step < world.steps; step++) {
    const current = replicas.length;
    const wish = Math.max(floor(world, step, current), hpaTarget === null ? 0 : hpaWish(step, current), 1);
    while (replicas.length < wish) replicas.push({ orderedAt: step });
    // The list is in the order of age, so what is cut off is the youngest: starting ones before ready ones.
    replicas = replicas.slice(0, wish);
    run.ready.push(replicas.filter(({ orderedAt }) => orderedAt + world.lead <= step).length);
    run.paid.push(replicas.length);
  }
  return run;
}

const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), 0);

function largestBetween({ demand }: World, from: number, to: number): number {
  return most(demand.filter((_, i) => i >= from && i <= to));
}

export const simpleFloors: Readonly<Record<string, SimplePolicy>> = {
  static: (world) => up((1.2 * largestBetween(world, 0, world.first - 1)) / world.perReplica),
  hpa: () => 0,
  cron: (world, step) => {
    const now = world.at(step);
    let floor = 0;
    for (let hour = Math.floor(now / HOUR); hour < Math.floor(now / HOUR) + 24; hour++) {
      const inForce = now >= hour * HOUR - (world.lead + world.reach) * world.stepMs && now < (hour + 1) * HOUR;
      if (!inForce) continue;
      const likes = [1, 2, 3, 4].map((weeks) => hour - weeks * 168);
      const like = world.demand.filter((_, i) => likes.includes(Math.floor(world.at(i) / HOUR)));
      floor = Math.max(floor, up((1.1 * most(like)) / world.perReplica));
    }
    return floor;
  },
  naive: (world, step) => {
    const from = step - up(WEEK / world.stepMs);
    return up((1.2 * largestBetween(world, from, from + world.lead + world.reach)) / world.perReplica);
  },
  "lastweek+level": (world, step) => {
    const from = step - up(WEEK / world.stepMs);
    const mean = (before: number): number => {
      const inHour = world.values.filter((_, i) => {
        const time = world.times[i]!;
        return time > before - HOUR && time <= before;
      });
      return inHour.length > 0
        ? inHour.reduce((a, b) => a + b, 0) / inHour.length
        : (world.values[world.times.findLastIndex((time) => time <= before)] ?? NaN);
    };
    const ratio = mean(world.at(step)) / mean(world.at(step) - WEEK);
    const level = Number.isNaN(ratio) ? 1 : Math.min(2, Math.max(0.5, ratio));
    return up((1.2 * largestBetween(world, from, from + world.lead + world.reach) * level) / world.perReplica);
  },
  foresight: (world, step) => up(largestBetween(world, step, step + world.lead + world.reach) / world.perReplica),
};

/** The cheapest schedule of each level by trying both: keep through a gap, or let go and order anew. */
export function simpleOracleSteps(world: World): number {
  const need = world.demand.slice(world.first).map((d) => Math.max(1, up(d / world.perReplica)));
  let paid = 0;
  for (let level = 1; level <= most(need); level++) {
    let unwanted = 0;
    let met = false;
    for (const n of need) {
      if (n < level) {
        unwanted++;
        continue;
      }
      paid += 1 + Math.min(unwanted, world.lead);
      unwanted = 0;
      met = true;
    }
    if (!met) throw new Error("no level above the largest need is looked at");
  }
  return paid;
}
