import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/telemetry.ts";
import type { Answer, KubeConnection } from "./kubeConnection.ts";
import { pause } from "./pause.ts";
import type { Json } from "./transforms.ts";

/** Says whether this replica leads, and for how long that is certain without another renewal. */
export interface Fence {
  /** Milliseconds; 0 when it does not lead. A write must be over before they are. */
  remaining(): number;
}

/** For programs that run alone: the command line, the demo, a controller without election. */
export const ALONE: Fence = { remaining: () => Number.MAX_SAFE_INTEGER };

export interface ElectionSettings {
  readonly connection: KubeConnection;
  readonly clock: Clock;
  readonly log: Log;
  readonly namespace: string;
  readonly name: string;
  readonly identity: string;
  readonly onElected: () => void;
  /** Called once; the program must end, since another replica may lead from now on. */
  readonly onLost: () => void;
  /** Milliseconds, as client-go's defaults; tests shorten them. */
  readonly timing?: ElectionTiming;
}
export interface ElectionTiming {
  readonly lease: number;
  readonly renewDeadline: number;
  readonly retry: number;
}

export interface Election extends Fence {
  start(): void;
  /** Gives the Lease back, so that the next one leads at once. */
  stop(): Promise<void>;
}

const TIMING: ElectionTiming = { lease: 15_000, renewDeadline: 10_000, retry: 2_000 };

/**
 * One of several replicas leads, by a Lease. Whether another's lease has run out is judged by the time that passed
 * here since its
 * last change was seen, never by the times written in it: clocks of machines differ.
 */
export function leaderElection(settings: ElectionSettings): Election {
  const { connection, log, identity, timing = TIMING } = settings;
  const path = `/apis/coordination.k8s.io/v1/namespaces/${settings.namespace}/leases`;
  const stopping = new AbortController();
  let done: Promise<void> = Promise.resolve();
  /** When the last renewal was sent; undefined while another leads. */
  let renewed: Moment | undefined;
  /** The Lease as the API server answered our last write of it; undefined while it has to be read first. */
  let held: Json | undefined;
  let seen: { readonly version: string; readonly at: number } | undefined;
  let ended = false;

  const monotonic = () => performance.now();
  const moment = (): Moment => ({ monotonic: monotonic(), wall: settings.clock.now() });
  const remaining = () =>
    renewed === undefined || ended ? 0 : Math.max(0, Math.floor(timing.renewDeadline - since(renewed, moment())));

  async function follow(): Promise<void> {
    while (!stopping.signal.aborted) {
      const led = renewed !== undefined;
      const sent = moment();
      const holder = await hold();
      if (holder === "me") {
        renewed = sent;
        if (!led) {
          log.info("this replica leads", { lease: settings.name, identity });
          settings.onElected();
        }
      } else if (led && (holder === "other" || remaining() === 0)) {
        return lose();
      }
      await pause(timing.retry, stopping.signal);
    }
  }

  function lose(): void {
    ended = true;
    stopping.abort();
    log.error("the lease is lost", { lease: settings.name, identity });
    settings.onLost();
  }

  /**
   * Takes or renews the Lease. As client-go, a leader writes what it wrote last, and reads only when that is refused:
   * half of the requests, every two seconds for ever.
   * @returns who holds it now; a leader that sees another there, since somebody deleted or edited the Lease, must not
   *   go on until its own time is over. Unknown when nothing could be learned.
   */
  async function hold(): Promise<"me" | "other" | "unknown"> {
    const last = held;
    held = undefined;
    try {
      return last !== undefined && (await update(last)) ? "me" : await take();
    } catch (cause) {
      if (!stopping.signal.aborted) log.warn("the lease could not be renewed", { cause: String(cause) });
      return "unknown";
    }
  }

  async function take(): Promise<"me" | "other" | "unknown"> {
    const answer = await connection.call("GET", `${path}/${settings.name}`, limits());
    const found = answer.body as Json;
    if (answer.status === 200 && !mine(found) && !expired(found)) return "other";
    if (answer.status !== 200 && answer.status !== 404) return "unknown";
    const isTaken =
      answer.status === 200
        ? await update(found)
        : written(await connection.call("POST", path, { ...limits(), body: lease(undefined) }));
    return isTaken ? "me" : "unknown";
  }

  /** Of what somebody else has changed meanwhile, its version does not hold any more: that is refused. */
  async function update(found: Json): Promise<boolean> {
    return written(await connection.call("PUT", `${path}/${settings.name}`, { ...limits(), body: lease(found) }));
  }

  function written({ status, body }: Answer): boolean {
    const isWritten = status === 200 || status === 201;
    if (isWritten && (body as Json)?.metadata?.resourceVersion !== undefined) held = body;
    return isWritten;
  }

  const limits = () => ({ timeout: Math.max(500, Math.floor(timing.renewDeadline / 2)), signal: stopping.signal });
  const mine = (found: Json) => found.spec?.holderIdentity === identity;

  function expired(found: Json): boolean {
    if (!found.spec?.holderIdentity) return true;
    const version = found.metadata.resourceVersion as string;
    if (seen?.version !== version) seen = { version, at: monotonic() };
    const duration = (found.spec.leaseDurationSeconds ?? timing.lease / 1_000) * 1_000;
    return monotonic() - seen.at > duration;
  }

  function lease(found: Json | undefined, holder = identity): Json {
    const now = microTime(settings.clock.now());
    const held = found !== undefined && mine(found);
    return {
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { ...metadataOf(found), name: settings.name, namespace: settings.namespace },
      spec: {
        holderIdentity: holder,
        leaseDurationSeconds: Math.max(1, Math.round(timing.lease / 1_000)),
        acquireTime: held ? found.spec.acquireTime : now,
        renewTime: now,
        leaseTransitions: (found?.spec?.leaseTransitions ?? -1) + (held ? 0 : 1),
      },
    };
  }

  async function release(): Promise<void> {
    if (renewed === undefined || ended) return;
    ended = true;
    const answer = await giveBack();
    // Somebody changed it in between, such as its labels.
    const last = answer?.status === 409 ? await giveBack() : answer;
    if (last !== undefined && last.status >= 300) throw new Error(`answered ${last.status}`);
  }

  /** @returns undefined where there is nothing of ours to give back */
  async function giveBack(): Promise<Answer | undefined> {
    const timeout = 3_000;
    const found = await connection.call("GET", `${path}/${settings.name}`, { timeout });
    if (found.status !== 200) return found.status === 404 ? undefined : found;
    if (!mine(found.body)) return undefined;
    return connection.call("PUT", `${path}/${settings.name}`, { timeout, body: lease(found.body, "") });
  }

  return {
    remaining,
    start: () => void (done = follow()),
    stop: async () => {
      stopping.abort();
      await done;
      await release().catch((cause: unknown) => log.warn("the lease was not released", { cause: String(cause) }));
    },
  };
}

/**
 * As it was found, labels of others too. The version makes the write fail when somebody else was faster; what is left
 * out, who owns which field, stays as it is.
 */
function metadataOf(found: Json | undefined): Json {
  const { managedFields: _stays, ...metadata } = found?.metadata ?? {};
  return metadata;
}

/** On both clocks of the machine, in milliseconds. */
interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

/** The monotonic clock stands still while a machine is suspended, the wall clock may be set back: the longer counts. */
function since(before: Moment, now: Moment): number {
  return Math.max(now.monotonic - before.monotonic, now.wall - before.wall);
}

/** metav1.MicroTime: six digits of a second, which Lease and Event demand. */
export function microTime(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString().replace("Z", "000Z");
}
