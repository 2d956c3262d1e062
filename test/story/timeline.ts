/** What stands in the cluster at one moment, of one target. */
export interface Sample {
  /** Seconds after T-0; negative before it. */
  readonly at: number;
  /** spec.minReplicas of the HPA. */
  readonly floor: number;
  /** Whether the floor annotation is on the HPA. */
  readonly annotated: boolean;
  readonly replicas: number;
  readonly ready: number;
  /** Placeholders that are bound to a node. */
  readonly reserved: number;
}

/** One pod of the target, as it came and went; seconds after T-0. */
export interface PodLife {
  readonly name: string;
  readonly createdAt: number;
  /** undefined: never seen Ready. */
  readonly readyAt: number | undefined;
  /** What it waited for when it was last seen not Ready; undefined: it is, or was never seen so. */
  readonly waitedFor?: string | undefined;
  /** When it was first seen gone or going; undefined: it stood to the end. */
  readonly goneAt: number | undefined;
}

/** What the story's README works out by hand; seconds relative to T-0. */
export interface ThreadStory {
  readonly found: number;
  readonly promised: number;
  /** Placeholders while room is reserved and live demand stands. */
  readonly reserved: number;
  readonly reserveAt: number;
  readonly orderAt: number;
  readonly readyBy: number;
  readonly end: number;
  /** Floors on the way down, between promised and found. */
  readonly steps: readonly number[];
  /** Replicas that live demand needs afterwards. */
  readonly liveWish: number;
}

/** What is checked of the story, by name. */
export type Check =
  | "Watched"
  | "RoomReserved"
  | "PoolWithinPromise"
  | "ReadyInTime"
  | "FloorHeld"
  | "FloorInSteps"
  | "ReplicasInSteps"
  | "LiveDemandServed"
  | "FloorGivenBack"
  | "RecordGone"
  | "ReplicasReturned"
  | "PlaceholdersGone";

export interface BrokenPromise {
  readonly check: Check;
  /** What was seen instead, as a sentence. */
  readonly said: string;
}

/** A sample is one look at a moving cluster: counts that change between two of its reads may differ by so much. */
const SLACK = 2;
/** Seconds: what was not looked at for longer than this has not been shown. */
const LONGEST_GAP = 10;

/** The promises of the story that a timeline did not keep; none when all held. */
export function brokenPromises(timeline: readonly Sample[], story: ThreadStory): readonly BrokenPromise[] {
  return [
    ...notWatched(timeline, story),
    ...notReserved(timeline, story),
    ...notReady(timeline, story),
    ...notInSteps(
      timeline.filter(({ at }) => at >= story.end),
      story,
    ),
    ...notGivenBack(timeline.at(-1), story),
  ];
}

function notWatched(timeline: readonly Sample[], { reserveAt, end }: ThreadStory): readonly BrokenPromise[] {
  const seen = timeline.map(({ at }) => at).filter((at) => at > reserveAt && at < end);
  const edges = [reserveAt, ...seen, end];
  const from = edges.find((at, index) => (edges[index + 1] ?? at) - at > LONGEST_GAP);
  return from === undefined
    ? []
    : [{ check: "Watched", said: `nothing was seen for more than ${LONGEST_GAP} s from T${from} s on` }];
}

function notReserved(timeline: readonly Sample[], story: ThreadStory): readonly BrokenPromise[] {
  const broken: BrokenPromise[] = [];
  const reserving = timeline.filter(({ at }) => at >= story.reserveAt && at < story.orderAt);
  const most = Math.max(0, ...reserving.map(({ reserved }) => reserved));
  if (most < story.reserved) {
    const said = `room for ${story.reserved} was to be reserved before the order, seen ${most} at most`;
    broken.push({ check: "RoomReserved", said });
  }
  // In between room is handed over: a placeholder goes when the pod that it stood for has its node, not before.
  const isHandOver = ({ at }: Sample) => at >= story.orderAt && at < story.readyBy;
  const over = timeline.find(
    (sample) =>
      sample.reserved > 0 && sample.reserved + sample.replicas > story.promised + SLACK && !isHandOver(sample),
  );
  if (over !== undefined) {
    const said = `${over.reserved} placeholders beside ${over.replicas} pods at T${over.at} s exceed the promise`;
    broken.push({ check: "PoolWithinPromise", said });
  }
  return broken;
}

function notReady(timeline: readonly Sample[], { readyBy, end, promised }: ThreadStory): readonly BrokenPromise[] {
  const broken: BrokenPromise[] = [];
  const seen = timeline.filter(({ at }) => at >= readyBy && at < end);
  const late = seen.find(({ ready }) => ready < promised);
  if (late !== undefined) {
    broken.push({ check: "ReadyInTime", said: `${late.ready} of ${promised} were Ready at T${late.at} s` });
  }
  const low = seen.find(({ floor }) => floor < promised);
  if (low !== undefined) {
    const said = `the floor was ${low.floor} at T${low.at} s, ${promised} were promised`;
    broken.push({ check: "FloorHeld", said });
  }
  return broken;
}

function notInSteps(after: readonly Sample[], { steps, liveWish }: ThreadStory): readonly BrokenPromise[] {
  const broken: BrokenPromise[] = [];
  for (const step of steps) {
    if (!after.some(({ floor }) => floor === step)) {
      broken.push({ check: "FloorInSteps", said: `the floor did not stop at ${step} on its way down` });
    }
    if (!after.some(({ replicas }) => replicas === step)) {
      broken.push({ check: "ReplicasInSteps", said: `the replicas did not stop at ${step} on their way down` });
    }
  }
  const undershot = after.find(({ ready }) => ready < liveWish);
  if (undershot !== undefined) {
    const said = `only ${undershot.ready} Ready at T${undershot.at} s: live demand needs more`;
    broken.push({ check: "LiveDemandServed", said });
  }
  return broken;
}

function notGivenBack(last: Sample | undefined, { found, liveWish }: ThreadStory): readonly BrokenPromise[] {
  if (last === undefined) return [{ check: "Watched", said: "nothing was seen at all" }];
  const { floor, annotated, replicas, reserved } = last;
  const broken: BrokenPromise[] = [];
  if (floor !== found) {
    broken.push({ check: "FloorGivenBack", said: `the floor is ${floor} in the end, ${found} was found` });
  }
  if (annotated) broken.push({ check: "RecordGone", said: "the floor annotation is still on the HPA" });
  if (replicas > liveWish) {
    broken.push({ check: "ReplicasReturned", said: `${replicas} replicas in the end, live demand needs ${liveWish}` });
  }
  if (reserved > 0) broken.push({ check: "PlaceholdersGone", said: `${reserved} placeholders are left` });
  return broken;
}
