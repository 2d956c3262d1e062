import type { ObjectKey } from "../../api/metadata.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { Forecaster } from "../../ports/forecaster.ts";
import type { History } from "../../ports/history.ts";
import type { Log, Telemetry } from "../../ports/telemetry.ts";
import { instant } from "../../units/instant.ts";
import { type Turn, keyedQueue } from "./keyedQueue.ts";

/** One loop: it keeps one kind of thing as it should be, until it is stopped. */
export interface Controller {
  readonly name: string;
  start(): void;
  /** Ends the runs under way and starts no other. */
  stop(): Promise<void>;
  /** Whether a run is under way or due now; a simulated clock must not move on before that is false. */
  busy(): boolean;
  settled(): Promise<void>;
}

/** What a decision is made from; it needs no more of the world. */
export interface Observing {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly history: History;
  readonly forecaster: Forecaster;
}

/** Everything of the world that a controller may touch. */
export interface Surroundings extends Observing {
  readonly telemetry: Telemetry;
  readonly log: Log;
}

export interface Loop {
  readonly name: string;
  readonly concurrency: number;
  /** Milliseconds between two tries of a key that keeps failing, at most. */
  readonly longestDelay?: number;
  /** One turn: observe, decide, act. */
  readonly turn: (key: string) => Promise<Turn>;
  /** Whether a turn that is due by the clock alone stands behind those that something calls for. */
  readonly appointed?: "add" | "look";
  /**
   * Subscribes to what may call for a turn, and adds the keys that exist; returns the ends of the subscriptions.
   * `hint` is for what may be the echo of a turn's own write, `look` for what calls for no turn in particular.
   */
  readonly watch: (add: Call, hint: Call, look: Call) => readonly (() => void)[];
}

type Call = (key: string) => void;

/** Milliseconds between two looks whether the view is complete. */
const UNTIL_SYNCED = 250;

/** The loop around a turn: nothing is decided before the view is complete, bugs are logged and retried. */
export function controllerOf(loop: Loop, { cluster, clock, telemetry, log }: Surroundings): Controller {
  const queue = keyedQueue({
    clock,
    concurrency: loop.concurrency,
    longestDelay: loop.longestDelay,
    appointed: loop.appointed,
    run: guarded,
    onBug: (key, error) => {
      telemetry.turn(loop.name, "failed");
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log.error("a turn ended with a bug; it is tried again later", { controller: loop.name, key, error: text });
    },
  });
  let ends: readonly (() => void)[] = [];

  async function guarded(key: string): Promise<Turn> {
    const turn = await loop.turn(key);
    telemetry.turn(loop.name, turn.kind === "done" ? "done" : "retried");
    if (turn.kind === "retry") log.info("tried again later", { controller: loop.name, key, because: turn.because });
    return turn;
  }

  /** The first turns follow the first complete view at once, in the order in which they are called for. */
  function start(): void {
    ends = cluster.synced()
      ? loop.watch(queue.add, queue.hint, queue.look)
      : [clock.at(instant(clock.now() + UNTIL_SYNCED), start)];
  }

  return {
    name: loop.name,
    start,
    stop: async () => {
      for (const end of ends) end();
      await queue.stop();
    },
    busy: queue.busy,
    settled: queue.settled,
  };
}

/** `namespace/name`; Kubernetes allows no `/` in either. */
export function textOfKey({ namespace, name }: ObjectKey): string {
  return `${namespace}/${name}`;
}

export function keyOfText(text: string): ObjectKey {
  const slash = text.indexOf("/");
  return { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}
