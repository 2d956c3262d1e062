import { createHash } from "node:crypto";
import type { Clock } from "../../ports/clock.ts";
import type { EventNote } from "../../ports/cluster.ts";
import type { Log } from "../../ports/telemetry.ts";
import { microTime } from "./leaderElection.ts";
import type { Answer, KubeConnection } from "./kubeConnection.ts";
import { RESOURCES } from "./resources.ts";

/** The same note within this time is a repetition: one Event with a count, not a second one. */
const SERIES = 10 * 60_000;
/** Distinct notes that are remembered, and writes that may be under way; what comes beyond is dropped, and counted. */
const MOST_REMEMBERED = 1_000;
const MOST_UNDER_WAY = 20;
const NOTE_LIMIT = 1_024;

export interface EventRecorder {
  record(note: EventNote): void;
  /** Resolves when what was recorded is written or given up. */
  drained(): Promise<void>;
}

interface Remembered {
  readonly name: string;
  readonly namespace: string;
  readonly last: number;
  readonly count: number;
}

interface Repetition {
  readonly known: Remembered;
  readonly now: number;
}

/** Writes events.k8s.io/v1 in the background; an event that cannot be written is lost, and never delays a decision. */
export function eventRecorder(connection: KubeConnection, clock: Clock, log: Log): EventRecorder {
  const remembered = new Map<string, Remembered>();
  const underWay = new Set<Promise<void>>();
  /** Of each note the last writing: the same again counts up what that one wrote. */
  const last = new Map<string, Promise<void>>();
  let dropped = 0;

  function record(note: EventNote): void {
    if (underWay.size >= MOST_UNDER_WAY) {
      dropped += 1;
      if (dropped % 100 === 1) log.warn("events come faster than they can be written", { dropped });
      return;
    }
    const id = createHash("sha256").update(JSON.stringify(note)).digest("hex").slice(0, 16);
    const now = clock.now();
    const settled = (last.get(id) ?? Promise.resolve())
      .then(() => write(id, note, now))
      .catch((cause: unknown) => log.warn("an event was not written", { cause: String(cause) }));
    underWay.add(settled);
    last.set(id, settled);
    void settled.finally(() => {
      underWay.delete(settled);
      if (last.get(id) === settled) last.delete(id);
    });
  }

  function write(id: string, note: EventNote, now: number): Promise<void> {
    const known = remembered.get(id);
    const isRepeated = known !== undefined && now - known.last < SERIES;
    return isRepeated ? repeat(id, note, { known, now }) : create(id, note, now);
  }

  async function create(id: string, note: EventNote, now: number): Promise<void> {
    const { regarding, type, reason, action } = note;
    const { apiVersion } = RESOURCES[regarding.kind];
    const namespace = regarding.key.namespace === "" ? "default" : regarding.key.namespace;
    // Cut off at a dot or a dash it would be no name.
    const of = regarding.key.name.slice(0, 200).replace(/[-.]+$/, "");
    const name = `${of}.${id}.${now.toString(36)}`;
    remember(id, { name, namespace, last: now, count: 1 });
    const answer = await connection.call("POST", `/apis/events.k8s.io/v1/namespaces/${namespace}/events`, {
      body: {
        apiVersion: "events.k8s.io/v1",
        kind: "Event",
        metadata: { name, namespace },
        eventTime: microTime(now),
        reportingController: "headstart.dev/controller",
        reportingInstance: "headstart",
        type,
        reason,
        action,
        note: note.note.slice(0, NOTE_LIMIT),
        regarding: {
          apiVersion,
          kind: regarding.kind,
          ...regarding.key,
          ...(regarding.uid ? { uid: regarding.uid } : {}),
        },
      },
    });
    if (answer.status >= 300) throw refused(answer);
  }

  async function repeat(id: string, note: EventNote, { known, now }: Repetition): Promise<void> {
    const count = known.count + 1;
    remember(id, { ...known, last: now, count });
    const path = `/apis/events.k8s.io/v1/namespaces/${known.namespace}/events/${known.name}`;
    const answer = await connection.call("PATCH", path, {
      contentType: "application/merge-patch+json",
      body: { series: { count, lastObservedTime: microTime(now) } },
    });
    // Somebody deleted it, or its own writing failed: it is told anew, as client-go does.
    if (answer.status === 404) return create(id, note, now);
    if (answer.status >= 300) throw refused(answer);
  }

  function refused({ status, body }: Answer): Error {
    const { message } = (body ?? {}) as { readonly message?: unknown };
    return new Error(`answered ${status}${typeof message === "string" ? `: ${message.slice(0, 300)}` : ""}`);
  }

  function remember(id: string, entry: Remembered): void {
    remembered.delete(id);
    remembered.set(id, entry);
    const [oldest] = remembered.keys();
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  }

  return {
    record,
    drained: async () => {
      await Promise.all(underWay);
    },
  };
}
