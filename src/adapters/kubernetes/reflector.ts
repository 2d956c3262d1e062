import type { Log } from "../../ports/telemetry.ts";
import type { KubeConnection } from "./kubeConnection.ts";
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
/** A bookmark comes every minute or so; after this long without any event the connection is dead. */
const SILENCE = 180_000;
const FIRST_DELAY = 800;
const LONGEST_DELAY = 30_000;

/** How one watch ended. */
type WatchEnd = "again" | "relist";

/**
 * Lists and then watches one collection for as long as it runs, through resets, expired versions and silence.
 * The semantics are those of client-go's reflector.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export function reflector(settings: ReflectorSettings): Reflector {
  const { connection, path, target, log, silence = SILENCE, firstDelay = FIRST_DELAY } = settings;
  const stopping = new AbortController();
  let done: Promise<void> = Promise.resolve();
  let listed = false;

  async function follow(): Promise<void> {
    let failures = 0;
    let version: string | undefined;
    while (!stopping.signal.aborted) {
      try {
        version ??= await list();
        const from = version;
        const ended = await watch(from, (seen) => {
          version = seen;
          failures = 0;
        });
        // A watch that ends at once and saw nothing must not be asked for in a tight loop.
        failures = version === from ? failures + 1 : 0;
        if (ended === "relist") version = undefined;
      } catch (cause) {
        failures += 1;
        if (!stopping.signal.aborted) log.warn("watching was interrupted", { path, cause: String(cause), failures });
      }
      if (failures > 0) await pause(delay(failures));
    }
  }

  /** Half of it is chance, so that a thousand watchers do not come back at the same moment. */
  function delay(failures: number): number {
    const full = Math.min(LONGEST_DELAY, firstDelay * 2 ** Math.min(failures - 1, 10));
    return full / 2 + (Math.random() * full) / 2;
  }

  async function list(): Promise<string> {
    const objects: Json[] = [];
    let next = "";
    for (let page = 0; page < MOST_PAGES; page++) {
      const query = new URLSearchParams({ limit: String(PAGE), ...(next === "" ? {} : { continue: next }) });
      const answer = await connection.call("GET", `${path}?${query.toString()}`, {
        timeout: 30_000,
        signal: stopping.signal,
      });
      if (answer.status === 429 || answer.status === 503) await pause((answer.retryAfter ?? 1) * 1_000);
      if (answer.status !== 200) throw new Error(`list answered ${answer.status}`);
      const body = answer.body as Json;
      for (const item of body.items ?? []) objects.push(item);
      next = body.metadata?.continue ?? "";
      if (next === "") {
        target.replace(objects);
        listed = true;
        return body.metadata.resourceVersion as string;
      }
    }
    throw new Error(`more than ${MOST_PAGES} pages of ${PAGE} objects`);
  }

  async function watch(from: string, seen: (version: string) => void): Promise<WatchEnd> {
    const idle = new AbortController();
    const signal = AbortSignal.any([idle.signal, stopping.signal]);
    let watchdog = setTimeout(() => idle.abort(), silence);
    // A different length for each, so that they do not all end together.
    const timeoutSeconds = String(300 + Math.floor(Math.random() * 300));
    const query = new URLSearchParams({
      watch: "1",
      allowWatchBookmarks: "true",
      resourceVersion: from,
      timeoutSeconds,
    });
    try {
      const { status, lines } = await connection.stream(`${path}?${query.toString()}`, signal);
      if (status === 410) return "relist";
      if (status !== 200) throw new Error(`watch answered ${status}`);
      for await (const line of lines) {
        clearTimeout(watchdog);
        watchdog = setTimeout(() => idle.abort(), silence);
        const version = take(JSON.parse(line) as Json);
        if (version === undefined) return "relist";
        seen(version);
      }
      return "again";
    } finally {
      clearTimeout(watchdog);
      idle.abort();
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

  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(end, milliseconds);
      stopping.signal.addEventListener("abort", end, { once: true });
      function end() {
        clearTimeout(timer);
        stopping.signal.removeEventListener("abort", end);
        resolve();
      }
    });
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
