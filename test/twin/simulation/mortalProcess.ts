import type { TwinWorld } from "../../../src/adapters/twin/twinWorld.ts";
import { type Running, startControllers, type Which } from "../../../src/controllers/startControllers.ts";
import { forecast } from "../../../src/forecast/forecast.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { Cluster, Written } from "../../../src/ports/cluster.ts";
import type { History } from "../../../src/ports/history.ts";
import { failed } from "../../../src/units/result.ts";
import type { Telemetry } from "../../../src/ports/telemetry.ts";
import type { Milliseconds } from "../../../src/units/duration.ts";
import { laggingView } from "./laggingView.ts";
import { type Sabotage, sabotagedClock, sabotagedView } from "./sabotage.ts";
import { aroundWrites, type Weather, writtenUnder } from "./weather.ts";

export interface Surrounded {
  readonly world: TwinWorld;
  readonly weather: Weather;
  readonly history: History;
  readonly lag: Milliseconds;
  readonly sabotage: Sabotage | undefined;
  readonly figures: Telemetry["target"];
  /** A write of it was done, also one whose answer does not come. */
  readonly onWrite: () => void;
  readonly onBug: (text: string) => void;
  readonly onDeath: () => void;
}

export interface MortalProcess {
  readonly isAlive: () => boolean;
  readonly busy: () => boolean;
  /** Resolves when it has nothing to do at this instant, or is dead. */
  settled(): Promise<void>;
  /** It does not lead any more, and does not know it yet: every write is refused. */
  depose(): void;
  /** As SIGKILL: nothing it had begun goes on, and nobody tells it. */
  kill(): void;
  /** Dies right after so many more writes, or amid the last of them, as it was before its answer came. */
  killAfter(writes: number): void;
}

const NOT_LEADING = { code: "NotLeading", message: "another leads", remedy: "it goes on with what is to do" } as const;

/** Our controllers in a process that may die at any write, also between the two writes of one turn. */
export function mortalProcess(which: Which, surrounded: Surrounded): MortalProcess {
  const { world, weather, history, lag, sabotage, figures, onWrite, onBug, onDeath } = surrounded;
  let writesLeft = Infinity;
  let isAlive = true;
  let isDeposed = false;
  let die: () => void = () => {};
  const died = new Promise<void>((resolve) => (die = resolve));
  const ends: (() => void)[] = [];

  function kill(): void {
    isAlive = false;
    for (const end of ends) end();
    onDeath();
    die();
  }

  const living: Clock = {
    now: world.clock.now,
    at: (at, callback) => world.clock.at(at, () => (isAlive ? callback() : undefined)),
  };
  const clock = sabotagedClock(living, sabotage);
  const seen = sabotagedView(laggingView(world, lag, living), sabotage);
  const writing = aroundWrites(seen, async (write) => {
    if (!isAlive) return new Promise(() => {});
    if (isDeposed && sabotage !== "writes without the lease") return failed(NOT_LEADING);
    const written = await writtenUnder(weather, () => done(write));
    // One write is enough to be seen; two that both go on answer each other without an end.
    if (isDeposed) writesLeft = 0;
    writesLeft--;
    if (writesLeft <= 0 && isAlive) kill();
    return isAlive ? written : new Promise(() => {});
  });
  async function done(write: () => Promise<Written>): Promise<Written> {
    const before = world.state();
    const written = await write();
    if (world.state() !== before) onWrite();
    return written;
  }

  const cluster: Cluster = {
    ...writing,
    subscribe(kind, listener) {
      const end = seen.subscribe(kind, (key, before, after) => (isAlive ? listener(key, before, after) : undefined));
      ends.push(end);
      return end;
    },
  };
  const running: Running = startControllers({
    ...{ cluster, clock, history, which },
    forecaster: { forecast: (request) => Promise.resolve(forecast(request)) },
    telemetry: { target: figures, forget: () => {}, turn: () => {} },
    log: {
      info: () => {},
      warn: () => {},
      error: (message, details) => onBug(`${message} ${String(details?.["error"])}`),
    },
  });

  return {
    isAlive: () => isAlive,
    busy: () => isAlive && running.busy(),
    settled: () => (isAlive ? Promise.race([running.settled(), died]) : Promise.resolve()),
    depose: () => void (isDeposed = true),
    kill,
    killAfter: (writes) => (writesLeft = Math.min(writesLeft, writes)),
  };
}
