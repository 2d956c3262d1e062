import { type Instant, instant } from "../../units/instant.ts";
import type { Clock } from "../../ports/clock.ts";
import { retryRate } from "./retryRate.ts";

/** How one run of a key ended. */
export type Turn =
  /** All is as it should be; look again at the instant, or only when something changes. */
  | { readonly kind: "done"; readonly lookAgainAt?: Instant | undefined }
  /** Not reached yet: run again after the key's back-off. */
  | { readonly kind: "retry"; readonly because: string };

export interface KeyedQueue {
  /** Runs the key soon; many calls before the run are one run, a call during the run is one more. */
  add(key: string): void;
  /**
   * As `add`, but not while the key is retried: what calls for the run may be the echo of its own failing one, and
   * would undo the back-off.
   */
  hint(key: string): void;
  /**
   * As `add`, for a key of which nothing is known to have changed: it stands behind those of which something has, and
   * leaves them places to run in.
   */
  look(key: string): void;
  /** Runs the key at the instant; of several instants for one key the earliest holds. */
  addAt(key: string, at: Instant): void;
  /** Whether a run is under way or due. A key that waits for a later instant does not count. */
  busy(): boolean;
  /** Resolves when nothing is under way or due. */
  settled(): Promise<void>;
  /** Starts no further run; resolves when those under way have ended. */
  stop(): Promise<void>;
}

export interface QueueSettings {
  readonly clock: Clock;
  /** Runs at once, over all keys; never two of one key. */
  readonly concurrency: number;
  /** Must not throw: a bug that does is a retry, reported through `onBug`. */
  readonly run: (key: string) => Promise<Turn>;
  readonly onBug: (key: string, error: unknown) => void;
  /** Never more milliseconds than this between two tries; client-go's 1000 s unless told. */
  readonly longestDelay?: number | undefined;
  /** Where a key stands whose appointment has come: with those of which something changed, unless told. */
  readonly appointed?: "add" | "look" | undefined;
}

/** As client-go's per-item exponential limiter: the first retry after 5 ms, never more than 1000 s between two. */
const FIRST_DELAY = 5;
const LONGEST_DELAY = 1_000_000;
/** Of the places to run in, those that a mere look never takes: with fewer than four in all there are none to spare. */
const KEPT_FREE = 1 / 4;
/** So many keys of which something changed may go ahead of one that is only looked at: none waits for ever. */
const MOST_AHEAD = 3;

/**
 * @param failures in a row so far, ≥ 1
 * @returns        milliseconds until the next try
 */
export function backOff(failures: number, longest = LONGEST_DELAY): number {
  return Math.min(longest, FIRST_DELAY * 2 ** Math.min(failures - 1, 30));
}

interface Wake {
  readonly at: Instant;
  readonly cancel: () => void;
}

/** A queue with the semantics of client-go's rate-limited work queue, on the clock it is given. */
export function keyedQueue(settings: QueueSettings): KeyedQueue {
  const { clock, concurrency, run, onBug, longestDelay = LONGEST_DELAY, appointed = "add" } = settings;
  const due = new Set<string>();
  /** To be looked at, and not in `due`. */
  const quiet = new Set<string>();
  const running = new Set<string>();
  /** Of those running the ones that are only looked at. */
  const looking = new Set<string>();
  let ahead = 0;
  /** Added while their run was under way: what that run has seen may be old. */
  const again = new Set<string>();
  /** Hinted at while their run was under way. */
  const hinted = new Set<string>();
  const wakes = new Map<string, Wake>();
  const failures = new Map<string, number>();
  const wait = retryRate(longestDelay);
  let waiting: (() => void)[] = [];
  let stopped = false;

  function add(key: string): void {
    if (stopped) return;
    if (running.has(key)) again.add(key);
    else {
      quiet.delete(key);
      due.add(key);
    }
    pump();
  }

  function look(key: string): void {
    if (stopped || due.has(key)) return;
    if (running.has(key)) again.add(key);
    else quiet.add(key);
    pump();
  }

  function hint(key: string): void {
    if (stopped) return;
    if (running.has(key)) hinted.add(key);
    else if (!failures.has(key)) add(key);
  }

  function addAt(key: string, at: Instant): void {
    if (stopped) return;
    const earlier = wakes.get(key);
    if (earlier !== undefined && earlier.at <= at) return;
    earlier?.cancel();
    const cancel = clock.at(at, () => {
      wakes.delete(key);
      if (appointed === "look") look(key);
      else add(key);
    });
    wakes.set(key, { at, cancel });
  }

  function pump(): void {
    while (!stopped && running.size < concurrency) {
      const key = next();
      if (key === undefined) break;
      running.add(key);
      // The run itself says when to look again; an older appointment would only repeat it.
      wakes.get(key)?.cancel();
      wakes.delete(key);
      void runOnce(key);
    }
    if (!busy()) release();
  }

  /** Takes the key that runs next out of its line; undefined when none may. */
  function next(): string | undefined {
    const [changed] = due;
    const [calm] = looking.size < concurrency - Math.floor(concurrency * KEPT_FREE) ? quiet : [];
    if (calm !== undefined && (changed === undefined || ahead >= MOST_AHEAD)) {
      quiet.delete(calm);
      looking.add(calm);
      ahead = 0;
      return calm;
    }
    if (changed === undefined) return undefined;
    due.delete(changed);
    ahead = quiet.size === 0 ? 0 : ahead + 1;
    return changed;
  }

  async function runOnce(key: string): Promise<void> {
    let turn: Turn;
    try {
      turn = await run(key);
    } catch (error) {
      onBug(key, error);
      turn = { kind: "retry", because: "a bug in the controller" };
    }
    running.delete(key);
    looking.delete(key);
    const isHinted = hinted.delete(key) && turn.kind === "done";
    if ((again.delete(key) || isHinted) && !stopped) due.add(key);
    schedule(key, turn);
    pump();
  }

  function schedule(key: string, turn: Turn): void {
    if (turn.kind === "retry") {
      const count = (failures.get(key) ?? 0) + 1;
      failures.set(key, count);
      const now = clock.now();
      addAt(key, instant(now + Math.max(backOff(count, longestDelay), wait(now))));
      return;
    }
    failures.delete(key);
    if (turn.lookAgainAt !== undefined) addAt(key, turn.lookAgainAt);
  }

  function busy(): boolean {
    return running.size > 0 || (due.size + quiet.size > 0 && !stopped);
  }

  function release(): void {
    const released = waiting;
    waiting = [];
    for (const resolve of released) resolve();
  }

  function settled(): Promise<void> {
    return busy() ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();
  }

  async function stop(): Promise<void> {
    stopped = true;
    due.clear();
    quiet.clear();
    again.clear();
    hinted.clear();
    for (const wake of wakes.values()) wake.cancel();
    wakes.clear();
    await settled();
  }

  return { add, hint, look, addAt, busy, settled, stop };
}
