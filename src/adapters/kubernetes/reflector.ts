import type { Log } from "../../ports/telemetry.ts";
import type { Answer, KubeConnection } from "./kubeConnection.ts";
import { pause } from "./pause.ts";
import { requestSignal } from "./requestSignal.ts";
import type { Json } from "./transforms.ts";

/** Where a reflector puts what it sees. */
export interface ReflectorTarget {
  replace(objects: readonly Json[]): void;
  put(object: Json): void;
  remove(object: Json): void;
}

export interface ReflectorSettings {
  readonly connection: KubeConnection;
  /** Path of the collection. */
  readonly path: string;
  readonly target: ReflectorTarget;
  readonly log: Log;
  /** Milliseconds; tests shorten them. */
  readonly silence?: number;
  readonly steady?: number;
  readonly firstDelay?: number;
}

export interface Reflector {
  start(): void;
  stop(): Promise<void>;
  /** True once a whole list was seen. */
  synced(): boolean;
}

const PAGE = 500;
/** Pages of one list, at most: beyond it somebody creates faster than we read. */
const MOST_PAGES = 1_000;
/**
 * After this long without any event nobody watches for us any more. A bookmark comes every 59 to 61 s, the first one of
 * a kind that nothing happens to after up to 122 s (twelve kinds on Kubernetes 1.35, eight minutes each), so with less
 * there would be false alarms. A connection that is dead ends earlier, by its probes: this is for a proxy that lives on
 * before a server that does not.
 */
const SILENCE = 180_000;
/**
 * A watch that was answered and then cut after this long is no failure: load balancers end what says nothing for 20 s
 * to a minute, and a kind that nothing happens to says nothing for longer. It is begun again within a second.
 */
const STEADY = 10_000;
const FIRST_DELAY = 800;
const LONGEST_DELAY = 30_000;
/** Of what a server may ask for by Retry-After, milliseconds. */
const LONGEST_WAIT = 60_000;
/** After so many failures in a row without any news from one version, it is given up for a new list. */
const STUBBORN = 3;

/** How one watch ended. */
type WatchEnd = "again" | "relist";

/** What is told of a watch while it goes on. */
interface Watcher {
  /** An event, or a bookmark, and the version to go on from. */
  saw(version: string): void;
  /** It stood for a good while, and then somebody else ended it. */
  held(): void;
}

/**
 * Lists and then watches one collection for as long as it runs, through resets, expired versions and silence.
 * The semantics are those of client-go's reflector.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export function reflector(settings: ReflectorSettings): Reflector {
  const { connection, path, target, log } = settings;
  const { silence = SILENCE, steady = STEADY, firstDelay = FIRST_DELAY } = settings;
  const stopping = new AbortController();
  let done: Promise<void> = Promise.resolve();
  let listed = false;

  async function follow(): Promise<void> {
    let failures = 0;
    let version: string | undefined;
    while (!stopping.signal.aborted) {
      let news = false;
      let asked = 0;
      try {
        version ??= await list();
        const ended = await watch(version, {
          saw: (seen) => {
            version = seen;
            news = true;
          },
          held: () => void (news = true),
        });
        if (ended === "relist") version = undefined;
        // A watch that ends at once without news must not be asked for in a tight loop, nor may a list, which costs
        // more.
        failures = news && ended === "again" ? 0 : failures + 1;
      } catch (cause) {
        failures = news ? 1 : failures + 1;
        if (failures % STUBBORN === 0) version = undefined;
        if (cause instanceof Refused) asked = cause.wait;
        if (!stopping.signal.aborted) log.warn("watching was interrupted", { path, cause: String(cause), failures });
      }
      if (failures > 0) await pause(Math.max(asked, delay(failures)), stopping.signal);
    }
  }

  /** Half of it is chance, so that a thousand watchers do not come back at the same moment. */
  function delay(failures: number): number {
    const full = Math.min(LONGEST_DELAY, firstDelay * 2 ** Math.min(failures - 1, 10));
    return full / 2 + (Math.random() * full) / 2;
  }

  async function list(): Promise<string> {
    const objects: Json[] = [];
    let [limit, next] = [String(PAGE), ""];
    for (let page = 0; page < MOST_PAGES; page++) {
      const query = new URLSearchParams({ limit, ...(next === "" ? {} : { continue: next }) });
      const timeout = 30_000;
      const answer = await connection.call("GET", `${path}?${query}`, { timeout, signal: stopping.signal });
      if (answer.status === 410 && next !== "") {
        // Paging took longer than the server keeps old versions: everything at once, as client-go's pager does.
        [limit, next] = ["0", ""];
        objects.length = 0;
        continue;
      }
      if (answer.status !== 200) throw new Refused("list", answer);
      const body = answer.body as Json;
      if (typeof body?.metadata?.resourceVersion !== "string") throw new Error("the answer to a list was none");
      for (const item of body.items ?? []) objects.push(item);
      next = body.metadata.continue ?? "";
      if (next === "") {
        target.replace(objects);
        listed = true;
        return body.metadata.resourceVersion as string;
      }
    }
    throw new Error(`more than ${MOST_PAGES} pages of ${PAGE} objects`);
  }

  async function watch(from: string, { saw, held }: Watcher): Promise<WatchEnd> {
    const { signal, abort, release } = requestSignal(stopping.signal);
    let watchdog = setTimeout(abort, silence);
    let answered = Infinity;
    // A different length for each, so that they do not all end together.
    const timeoutSeconds = String(300 + Math.floor(Math.random() * 300));
    const query = new URLSearchParams({
      watch: "1",
      allowWatchBookmarks: "true",
      resourceVersion: from,
      timeoutSeconds,
    });
    try {
      const answer = await connection.stream(`${path}?${query}`, signal);
      if (answer.status === 410) return "relist";
      if (answer.status !== 200) throw new Refused("watch", answer);
      answered = performance.now();
      for await (const line of answer.lines) {
        clearTimeout(watchdog);
        watchdog = setTimeout(abort, silence);
        const version = take(JSON.parse(line) as Json);
        if (version === undefined) return "relist";
        saw(version);
      }
      return "again";
    } finally {
      clearTimeout(watchdog);
      if (!signal.aborted && performance.now() - answered >= steady) held();
      release();
      abort();
    }
  }

  /** Takes one event in; gives the version to go on from, or undefined when only a list helps. */
  function take({ type, object }: Json): string | undefined {
    switch (type) {
      case "ADDED":
      case "MODIFIED":
        target.put(object);
        break;
      case "DELETED":
        target.remove(object);
        break;
      case "BOOKMARK":
        break;
      default:
        // ERROR carries a Status; code 410 is the usual one, and no other is worth going on from either.
        return undefined;
    }
    return object.metadata.resourceVersion as string;
  }

  return {
    start: () => void (done = follow()),
    stop: async () => {
      stopping.abort();
      await done;
    },
    synced: () => listed,
  };
}

/** The server's answer was no; `wait` is how long it asks us to stay away, milliseconds. */
class Refused extends Error {
  readonly wait: number;

  constructor(what: string, { status, retryAfter = 0 }: Pick<Answer, "status" | "retryAfter">) {
    super(`${what} answered ${status}`);
    this.wait = Math.min(retryAfter * 1_000, LONGEST_WAIT);
  }
}
