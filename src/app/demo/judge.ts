import { MINUTE } from "../../units/duration.ts";
import type { Instant } from "../../units/instant.ts";
import { localTime } from "../../units/zone.ts";
import type { Window } from "../../units/window.ts";
import type { Row, Verdict } from "../../web/recording.ts";
import type { Story } from "./story.ts";
import type { Moment } from "./watchTarget.ts";

/** All that the promises of a story are judged by. */
export interface Seen {
  readonly story: Story;
  readonly campaign: Window;
  /** One for each change, ascending. */
  readonly moments: readonly Moment[];
  readonly rows: readonly Row[];
  readonly now: Instant;
}

/** The promises of the story, one by one, as they stand now. */
export function judge(seen: Seen): readonly Verdict[] {
  return [learnedPeak(seen), roomFirst(seen), readyInTime(seen), enough(seen), givenBack(seen)];
}

function learnedPeak({ story, moments, now }: Seen): Verdict {
  const { start, replicas } = story.promises.learnedPeak;
  const clock = clockOf(story, start);
  const promise = `The evening peak is learned: ${replicas} Ready at ${clock}`;
  if (now < start) return pending(promise, `decided at ${clock}`);
  const ready = standingAt(moments, start)?.ready ?? 0;
  return verdict(promise, ready >= replicas, `${ready} Ready at ${clock}, ${replicas} promised; nobody filed anything`);
}

function roomFirst({ story, campaign, moments, now }: Seen): Verdict {
  const { replicas, readyBy } = story.promises.campaign;
  const promise = `Room first: pods and placeholders come to ${replicas} before the replicas are ordered`;
  const ordered = moments.find(({ at, floor }) => floor >= replicas && at < campaign.start)?.at;
  const held = moments.filter(({ reserved }) => reserved > 0);
  const over = held.find(({ reserved, placed }) => reserved + placed > replicas);
  if (over !== undefined) {
    const text = `${over.reserved} placeholders beside ${over.placed} pods at ${clockOf(story, over.at)}`;
    return verdict(promise, false, text);
  }
  if (now < (ordered ?? readyBy)) return pending(promise, `decided when the replicas are ordered`);
  const before = held.filter(({ at }) => at < (ordered ?? readyBy));
  const most = before.reduce((sum, { reserved, placed }) => Math.max(sum, reserved + placed), 0);
  const full = before.find(({ reserved, placed }) => reserved + placed === replicas);
  if (full === undefined) return verdict(promise, false, `room for ${most} of ${replicas} at most`);
  const order = ordered === undefined ? "" : `, ordered at ${clockOf(story, ordered)}`;
  return verdict(promise, true, `room for ${replicas} at ${clockOf(story, full.at)}${order}; never more`);
}

function readyInTime({ story, campaign, moments, now }: Seen): Verdict {
  const { replicas, readyBy } = story.promises.campaign;
  const ahead = Math.round((campaign.start - readyBy) / MINUTE);
  const clock = clockOf(story, readyBy);
  const promise = `The campaign's ${replicas} are Ready at ${clock}, ${ahead} min before its start`;
  if (now < readyBy) return pending(promise, `decided at ${clock}`);
  const inTime = standingAt(moments, readyBy)?.ready ?? 0;
  if (inTime < replicas) return verdict(promise, false, `${inTime} of ${replicas} Ready at ${clock}`);
  const fewer = moments.find(({ at, ready }) => at > readyBy && at < campaign.end && ready < replicas);
  if (fewer !== undefined) {
    return verdict(promise, false, `only ${fewer.ready} of ${replicas} Ready at ${clockOf(story, fewer.at)}`);
  }
  return verdict(promise, true, `${inTime} of ${replicas} Ready at ${clock}, ${ahead} min before the start`);
}

function enough({ story, campaign, rows, now }: Seen): Verdict {
  const [from, to] = [clockOf(story, campaign.start), clockOf(story, campaign.end)];
  const promise = `Enough for all that comes, from ${from} to ${to}`;
  const during = rows.filter(({ at }) => at >= campaign.start && at < campaign.end);
  const short = during.filter(({ ready, required }) => ready < required);
  const [first] = short;
  if (first !== undefined) {
    const where = `${first.ready} of ${first.required} needed at ${clockOf(story, first.at as Instant)}`;
    return verdict(promise, false, `short for ${short.length} min, first ${where}`);
  }
  if (now < campaign.end) return pending(promise, "decided at the end");
  const most = during.reduce((largest, { required }) => Math.max(largest, required), 0);
  const least = during.reduce((smallest, { ready }) => Math.min(smallest, ready), Infinity);
  return verdict(promise, during.length > 0, `${most} needed at most, ${least} Ready at least`);
}

function givenBack({ story, moments, now }: Seen): Verdict {
  const { givenBackBy } = story.promises;
  const found = story.autoscaler.minReplicas;
  const clock = clockOf(story, givenBackBy);
  const promise = `Everything is given back by ${clock}: minReplicas ${found}, nothing of ours left`;
  if (now < givenBackBy) return pending(promise, `decided at ${clock}`);
  const stands = standingAt(moments, givenBackBy);
  if (stands === undefined) return verdict(promise, false, "nothing was seen");
  const left = [
    ...(stands.floor === found ? [] : [`minReplicas is ${stands.floor}`]),
    ...(stands.annotated ? ["our record is still on the HPA"] : []),
    ...(stands.placeholders === 0 ? [] : [`${stands.placeholders} placeholders are left`]),
  ];
  return verdict(promise, left.length === 0, left.length === 0 ? `as it was found at ${clock}` : left.join(", "));
}

function standingAt(moments: readonly Moment[], at: Instant): Moment | undefined {
  return moments.findLast((moment) => moment.at <= at);
}

function clockOf({ timeZone }: Story, at: Instant): string {
  const { hour, minute } = localTime(timeZone, at);
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

function verdict(promise: string, held: boolean, text: string): Verdict {
  return { promise, state: held ? "held" : "broken", text };
}

function pending(promise: string, text: string): Verdict {
  return { promise, state: "pending", text };
}
