import { FIELD_MANAGER, type ObjectKey } from "../../api/metadata.ts";
import type { Cluster, Observed, ObservedKind, WriteFailure, Written } from "../../ports/cluster.ts";
import { listed, stored } from "../../twin/objects.ts";
import type { TwinState } from "../../twin/state.ts";
import {
  type Change,
  deleted,
  disowned,
  ownedApply,
  patch,
  placeholderCreated,
  scaled,
  statusWritten,
} from "../../twin/writes.ts";
import { failed, success } from "../../units/result.ts";

export type Listener = (
  key: ObjectKey,
  before: Observed[ObservedKind] | undefined,
  after: Observed[ObservedKind] | undefined,
) => void;

export interface TwinAccess {
  readonly state: () => TwinState;
  readonly attempt: (how: (state: TwinState) => Change) => Change;
  readonly listeners: Map<ObservedKind, Set<Listener>>;
}

const REMEDIES: Readonly<Record<"Conflict" | "NotFound" | "Refused", string>> = {
  Conflict: "it is read again and decided again",
  NotFound: "nothing is left to write; it is looked at again when it exists",
  Refused: "correct the object that asks for this; until then what stands is kept",
};

/** The `Cluster` port over a twin: a view that is never late, and writes that happen at once. */
export function twinCluster({ state, attempt, listeners }: TwinAccess): Cluster {
  async function write(how: (state: TwinState) => Change): Promise<Written> {
    // As over a network, the caller goes on only after others had a chance to run.
    await Promise.resolve();
    const change = attempt(how);
    if (change.ok) return success(undefined);
    const { code, message } = change.failure;
    const failure: WriteFailure = { code, message, remedy: REMEDIES[code] };
    return failed(failure);
  }

  return {
    synced: () => true,
    list: (kind, namespace) => listed(state(), kind, namespace) as readonly Observed[typeof kind][],
    get: (kind, key) => stored(state(), kind, key) as Observed[typeof kind] | undefined,
    subscribe(kind, listener) {
      const all = listeners.get(kind) ?? new Set<Listener>();
      listeners.set(kind, all.add(listener as unknown as Listener));
      return () => all.delete(listener as unknown as Listener);
    },
    read: (kind, key) => Promise.resolve(success(stored(state(), kind, key) as Observed[typeof kind] | undefined)),
    apply: (object) => write((now) => ownedApply(now, object)),
    patch: (kind, key, operations) =>
      write((now) => patch(now, kind, key, { manager: FIELD_MANAGER, patch: operations })),
    scale: (kind, key, replicas) => write((now) => scaled(now, kind, key, { manager: FIELD_MANAGER, ...replicas })),
    disown: (kind, key) => write((now) => disowned(now, kind, key, FIELD_MANAGER)),
    createPlaceholder: (placeholder) => write((now) => placeholderCreated(now, placeholder)),
    deletePod: (key, uid) => write((now) => deleted(now, "Pod", key, uid)),
    deleteOwned: (kind, key, uid) => write((now) => deleted(now, kind, key, uid)),
    writeStatus: (kind, key, status) => write((now) => statusWritten(now, kind, key, status)),
    // The board tells what was done; a twin has no readers of Events.
    record: () => {},
  };
}
