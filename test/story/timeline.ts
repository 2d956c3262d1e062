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

export const THREAD: ThreadStory = {
  found: 3,
  promised: 40,
  reserved: 37,
  reserveAt: -100,
  orderAt: -75,
  readyBy: -15,
  end: 40,
  steps: [27, 14],
  liveWish: 3,
};

/**
 * The promises of the story that a timeline did not keep, each as a sentence; none when all held.
 * A sample is one look at a moving cluster, so counts that change between two reads may differ by `slack`.
 */
export function brokenPromises(timeline: readonly Sample[], story: ThreadStory): readonly string[] {
  const broken: string[] = [];
  const between = (from: number, to: number) => timeline.filter(({ at }) => at >= from && at < to);
  const slack = 2;

  const reserving = between(story.reserveAt, story.orderAt);
  const mostReserved = Math.max(0, ...reserving.map(({ reserved }) => reserved));
  if (mostReserved < story.reserved) {
    broken.push(`room for ${story.reserved} was to be reserved before the order, seen ${mostReserved} at most`);
  }
  const over = timeline.find(({ reserved, replicas }) => reserved > 0 && reserved + replicas > story.promised + slack);
  if (over !== undefined) {
    broken.push(`${over.reserved} placeholders beside ${over.replicas} pods at T${over.at} s exceed the promise`);
  }
  const promised = between(story.readyBy, story.end);
  if (promised.length === 0) broken.push("nothing was seen between readyBefore and the end");
  const late = promised.find(({ ready }) => ready < story.promised);
  if (late !== undefined) broken.push(`${late.ready} of ${story.promised} were Ready at T${late.at} s`);
  const low = promised.find(({ floor }) => floor < story.promised);
  if (low !== undefined) broken.push(`the floor was ${low.floor} at T${low.at} s, ${story.promised} were promised`);

  const after = timeline.filter(({ at }) => at >= story.end);
  for (const step of story.steps) {
    if (!after.some(({ floor }) => floor === step)) broken.push(`the floor did not stop at ${step} on its way down`);
  }
  const undershot = after.find(({ ready }) => ready < story.liveWish);
  if (undershot !== undefined)
    broken.push(`only ${undershot.ready} Ready at T${undershot.at} s: live demand needs more`);
  return [...broken, ...notGivenBack(timeline.at(-1), story)];
}

function notGivenBack(last: Sample | undefined, story: ThreadStory): readonly string[] {
  if (last === undefined) return ["nothing was seen at all"];
  const broken: string[] = [];
  if (last.floor !== story.found) broken.push(`the floor is ${last.floor} in the end, ${story.found} was found`);
  if (last.annotated) broken.push("the floor annotation is still on the HPA");
  if (last.replicas > story.liveWish)
    broken.push(`${last.replicas} replicas in the end, live demand needs ${story.liveWish}`);
  if (last.reserved > 0) broken.push(`${last.reserved} placeholders are left`);
  return broken;
}
