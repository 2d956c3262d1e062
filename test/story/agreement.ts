import type { PodLife, Sample } from "./timeline.ts";

/** One playing of the story, on the twin or on the real control plane. */
export interface Playing {
  readonly name: string;
  /** Ascending. */
  readonly timeline: readonly Sample[];
  readonly pods: readonly PodLife[];
}

/** How far two playings of one story may be apart. */
export interface Tolerance {
  /** Things may happen so much earlier or later. */
  readonly seconds: number;
  /** Counts may differ by so much even then: one look at a moving cluster takes several reads. */
  readonly replicas: number;
}

const COUNTS = ["floor", "replicas", "ready", "reserved"] as const;

/** Where two playings of the story disagree by more than the tolerance, each as a sentence. */
export function disagreements(one: Playing, other: Playing, tolerance: Tolerance): readonly string[] {
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
    ...otherOrder(one, other),
  ];
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

/** Which pods go and which stay: those of before the campaign, or those that were made for it. */
function otherOrder(one: Playing, other: Playing): readonly string[] {
  const [told, toldOther] = [one, other].map(orderOfDeletion);
  return told === toldOther ? [] : [`pods went in the order ${told} in ${one.name}, ${toldOther} in ${other.name}`];
}

/** A letter for each pod in the order in which they went, then those that stay: `f` found, `m` made for the peak. */
export function orderOfDeletion({ pods }: Playing): string {
  const made = Math.max(...pods.map(({ createdAt }) => createdAt)) - 60;
  const letter = ({ createdAt }: PodLife) => (createdAt >= made ? "m" : "f");
  const gone = pods.filter(({ goneAt }) => goneAt !== undefined).toSorted((a, b) => (a.goneAt ?? 0) - (b.goneAt ?? 0));
  return `${gone.map(letter).join("")} | ${pods
    .filter(({ goneAt }) => goneAt === undefined)
    .map(letter)
    .join("")}`;
}
