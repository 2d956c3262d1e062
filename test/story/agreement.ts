import type { PodLife, Sample } from "./timeline.ts";

/** One playing of the story, on the twin or on the real control plane. */
export interface Playing {
  readonly name: string;
  /** Ascending. */
  readonly timeline: readonly Sample[];
  readonly pods: readonly PodLife[];
}

/** From when on two playings of one story are compared, and how far they may be apart. */
export interface Tolerance {
  /** Seconds after T-0: before it, the stage is still being set. */
  readonly from: number;
  /** Things may happen so much earlier or later. */
  readonly seconds: number;
  /** Counts may differ by so much even then: one look at a moving cluster takes several reads. */
  readonly replicas: number;
}

const COUNTS = ["floor", "replicas", "ready", "reserved"] as const;

/** Where two playings of the story disagree by more than the tolerance, each as a sentence. */
export function disagreements(first: Playing, second: Playing, tolerance: Tolerance): readonly string[] {
  const [one, other] = [since(first, tolerance.from), since(second, tolerance.from)];
  return [
    ...COUNTS.flatMap((count) => [
      ...strays(count, [one, other], tolerance),
      ...strays(count, [other, one], tolerance),
    ]),
    ...apart(
      "Ready",
      [one, other].map(({ pods }) => pods.map(({ readyAt }) => readyAt)),
      tolerance,
    ),
    ...apart(
      "gone",
      [one, other].map(({ pods }) => pods.map(({ goneAt }) => goneAt)),
      tolerance,
    ),
    ...otherOrder(first, second),
  ];
}

function since({ name, timeline, pods }: Playing, from: number): Playing {
  const later = (at: number | undefined) => (at !== undefined && at >= from ? at : undefined);
  return {
    name,
    timeline: timeline.filter(({ at }) => at >= from),
    pods: pods.map(({ readyAt, goneAt, ...pod }) => ({ ...pod, readyAt: later(readyAt), goneAt: later(goneAt) })),
  };
}

/** The first moment at which a count of one is not what the other shows about that time. */
function strays(
  count: (typeof COUNTS)[number],
  [one, other]: readonly [Playing, Playing],
  { seconds, replicas }: Tolerance,
): readonly string[] {
  const [from, until] = [other.timeline[0]?.at ?? Infinity, other.timeline.at(-1)?.at ?? -Infinity];
  for (const sample of one.timeline) {
    if (sample.at - seconds < from || sample.at + seconds > until) continue;
    const about = around(other.timeline, sample.at, seconds).map((each) => each[count]);
    const [least, most] = [Math.min(...about), Math.max(...about)];
    const seen = sample[count];
    if (seen >= least - replicas && seen <= most + replicas) continue;
    return [`${count} at T${sample.at} s: ${seen} in ${one.name}, ${least} to ${most} in ${other.name}`];
  }
  return [];
}

/** What was seen within so many seconds, and what stood when they began. */
function around(timeline: readonly Sample[], at: number, seconds: number): readonly Sample[] {
  const before = timeline.findLast((sample) => sample.at <= at - seconds);
  const within = timeline.filter((sample) => sample.at > at - seconds && sample.at <= at + seconds);
  return before === undefined ? within : [before, ...within];
}

/** The first of the sorted times that differ, whichever pods they belong to. */
function apart(what: string, times: readonly (readonly (number | undefined)[])[], { seconds }: Tolerance): string[] {
  const [ones = [], others = []] = times.map((each) => each.filter((at) => at !== undefined).toSorted((a, b) => a - b));
  if (ones.length !== others.length) return [`${ones.length} and ${others.length} pods were ${what}`];
  const index = ones.findIndex((at, i) => Math.abs(at - (others[i] ?? Infinity)) > seconds);
  return index < 0 ? [] : [`pod ${index + 1} was ${what} at T${ones[index]} s and T${others[index]} s`];
}

/**
 * Which pods go first: those that were found, or those that were made for the campaign. Later steps are not compared:
 * a ReplicaSet then prefers pods that share a node with others, and no two schedulers place them alike.
 */
function otherOrder(one: Playing, other: Playing): readonly string[] {
  const [told, toldOther] = [firstGone(one), firstGone(other)];
  return told === toldOther ? [] : [`${told} went first in ${one.name}, ${toldOther} in ${other.name}`];
}

/** Seconds: pods that go so closely together are of one step. */
const ONE_STEP = 5;

function firstGone({ pods }: Playing): string {
  const first = Math.min(...pods.map(({ goneAt }) => goneAt ?? Infinity));
  const step = pods.filter(({ goneAt }) => goneAt !== undefined && goneAt < first + ONE_STEP);
  const order = Math.max(...pods.map(({ createdAt }) => createdAt)) - 60;
  const made = step.filter(({ createdAt }) => createdAt >= order).length;
  return `${made} made and ${step.length - made} found`;
}
