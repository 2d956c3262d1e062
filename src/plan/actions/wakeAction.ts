import { type Milliseconds, milliseconds, MINUTE, SECOND } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";

/** The real scheduler displaced 37 placeholders and bound 40 pods in 2 to 3 s: who waits longer is stuck. */
const WAKE_AFTER = milliseconds(3 * SECOND);
/** Between two wakers, doubled from one to the next: what waits for something else must not cause a stream of pods. */
const FIRST_PAUSE = milliseconds(5 * SECOND);
const LONGEST_PAUSE = MINUTE;
/** A waker that got no node in this time wakes nobody. */
const WAKER_LIFE = milliseconds(30 * SECOND);

/** A waker in the view. */
export interface StandingWaker {
  readonly uid: string;
  readonly scheduled: boolean;
  readonly createdAt: Instant;
}

/** The last of a row of wakers. */
export interface Woken {
  readonly at: Instant;
  /** Wakers in a row, this one included. */
  readonly count: number;
}

/** All that decides whether the scheduler is woken. */
export interface WakeState {
  readonly now: Instant;
  /** When each pod of the target was made that has no node, but one nominated for it. */
  readonly nominated: readonly Instant[];
  readonly wakers: readonly StandingWaker[];
  readonly woken: Woken | undefined;
}

export interface WakeAction {
  readonly create: boolean;
  /** uids of wakers that have done their part. */
  readonly remove: readonly string[];
  /** undefined: nobody waits. */
  readonly woken: Woken | undefined;
  readonly lookAgainAt: Instant | undefined;
}

/**
 * Whether to wake the scheduler. With asynchronous preemption (on by default from Kubernetes 1.32 to 1.35 at least) it
 * can overlook that the last placeholder has gone, and then lets the pod that displaced it wait for up to five minutes
 * beside free room (kubernetes/kubernetes#141694; 5 of 20 hand-overs of 37 placeholders to 40 pods on 1.35.4). Any pod
 * that leaves a node makes it look again: a waker is a pod that takes no room, gets a node, and is removed.
 */
export function wakeAction({ now, nominated, wakers, woken }: WakeState): WakeAction {
  const remove = wakers.filter(({ scheduled, createdAt }) => scheduled || now - createdAt >= WAKER_LIFE);
  const standing = wakers.filter((waker) => !remove.includes(waker));
  const removing = { remove: remove.map(({ uid }) => uid) };
  if (nominated.length === 0) {
    return { create: false, ...removing, woken: undefined, lookAgainAt: earliest(standing.map(endOf)) };
  }
  const dueAfter = (last: Woken | undefined) =>
    Math.max(Math.min(...nominated) + WAKE_AFTER, last === undefined ? 0 : last.at + pauseAfter(last));
  const create = wakers.length === 0 && now >= dueAfter(woken);
  const last = create ? { at: now, count: (woken?.count ?? 0) + 1 } : woken;
  const looks = [dueAfter(last), ...standing.map(endOf)].filter((at) => at > now);
  return { create, ...removing, woken: last, lookAgainAt: earliest(looks) };
}

function pauseAfter({ count }: Woken): Milliseconds {
  return milliseconds(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (count - 1)));
}

function endOf({ createdAt }: StandingWaker): number {
  return createdAt + WAKER_LIFE;
}

function earliest(instants: readonly number[]): Instant | undefined {
  return instants.length === 0 ? undefined : instant(Math.min(...instants));
}
