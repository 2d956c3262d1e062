import type { Clock } from "../../../src/ports/clock.ts";
import type { Cluster, Written, WriteFailure } from "../../../src/ports/cluster.ts";
import type { History } from "../../../src/ports/history.ts";
import { failed } from "../../../src/units/result.ts";
import type { Milliseconds } from "../../../src/units/duration.ts";
import { type Instant, instant } from "../../../src/units/instant.ts";
import type { Broken, Fault, WriteFault } from "./acts.ts";
import type { Draw } from "./draw.ts";
import { brokenHistory } from "../../controllers/history.ts";

export type WeatherFault = Exclude<Fault, { what: "kill" | "lease moves" }>;

/** What stands between the controllers and the world: a Prometheus and an API server that do not always do as told. */
export interface Weather {
  change(fault: WeatherFault, now: Instant): void;
  clear(): void;
  prometheus(): Broken | undefined;
  /** Answers that are on their way. */
  readonly awaited: () => number;
  /** Resolves when Prometheus has answered. */
  answering(): Promise<void>;
  /** What befalls the next write. */
  next(): WriteFault | undefined;
}

export function weatherOn(clock: Clock, draw: Draw): Weather {
  let prometheus: { readonly state: Broken; readonly until: Instant } | undefined;
  let slow: { readonly takes: Milliseconds; readonly until: Instant } | undefined;
  let awaited = 0;
  let writes: { readonly how: WriteFault; readonly percent: number; readonly until: Instant } | undefined;
  return {
    change(fault, now) {
      const until = instant(now + fault.lasts);
      if (fault.what === "writes fail") writes = { how: fault.how, percent: fault.percent, until };
      else if (fault.what === "prometheus is slow") slow = { takes: fault.takes, until };
      else prometheus = { state: fault.state, until };
    },
    clear() {
      [prometheus, writes, slow] = [undefined, undefined, undefined];
    },
    prometheus: () => (prometheus !== undefined && clock.now() < prometheus.until ? prometheus.state : undefined),
    awaited: () => awaited,
    answering() {
      if (slow === undefined || clock.now() >= slow.until) return Promise.resolve();
      awaited++;
      const at = instant(clock.now() + slow.takes);
      return new Promise((resolve) => {
        clock.at(at, () => {
          awaited--;
          resolve();
        });
      });
    },
    next() {
      if (writes === undefined || clock.now() >= writes.until) return undefined;
      return draw.chance(writes.percent / 100) ? writes.how : undefined;
    },
  };
}

export function historyUnder(weather: Weather, past: History): History {
  return {
    async read(query) {
      await weather.answering();
      const state = weather.prometheus();
      return (state === undefined ? past : brokenHistory(state)).read(query);
    },
  };
}

/** The writes of the port, by name. */
const WRITES = [
  ...(["apply", "patch", "scale", "disown", "createPlaceholder", "deletePod"] as const),
  ...(["deleteOwned", "writeStatus"] as const),
];
type Write = (typeof WRITES)[number];

type AnyWrite = (...parameters: never[]) => Promise<Written>;

/** The cluster with something around each write. */
export function aroundWrites(cluster: Cluster, around: (write: () => Promise<Written>) => Promise<Written>): Cluster {
  const wrapped = WRITES.map((name) => {
    const write = cluster[name] as AnyWrite;
    return [name, (...parameters: never[]) => around(() => write(...parameters))] as const;
  });
  return { ...cluster, ...(Object.fromEntries(wrapped) as unknown as Pick<Cluster, Write>) };
}

/** A write as the weather lets it through. */
export async function writtenUnder(weather: Weather, write: () => Promise<Written>): Promise<Written> {
  const how = weather.next();
  if (how === undefined) return write();
  if (how !== "Lost") return failed(failureOf(how));
  await write();
  return failed(failureOf("Unavailable"));
}

function failureOf(code: WriteFailure["code"]): WriteFailure {
  return { code, message: `simulated: ${code}`, remedy: "it is tried again" };
}
