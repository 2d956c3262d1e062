import type { ObjectMeta } from "../api/metadata.ts";
import { listed, removed } from "./objects.ts";
import type { TwinKind, TwinState } from "./state.ts";

/** Kinds of which something may be owned by what is gone. */
const OWNED: readonly TwinKind[] = ["CronHPA", "WarmPool", "Pod"];
const OWNERS: readonly TwinKind[] = ["PredictiveAutoscaler", "WarmPool", "Deployment", "StatefulSet"];

/**
 * Without what names only owners that are gone: somebody made it while its owner was deleted.
 * @see kubernetes v1.35 pkg/controller/garbagecollector/garbagecollector.go, attemptToDeleteItem
 */
export function withoutOrphans(state: TwinState): TwinState {
  const uids = new Set(OWNERS.flatMap((kind) => listed(state, kind).map(({ metadata }) => metadata.uid)));
  const isOrphan = ({ ownerReferences = [] }: ObjectMeta) =>
    ownerReferences.length > 0 && !ownerReferences.some(({ uid }) => uids.has(uid));
  const orphans = OWNED.flatMap((kind) =>
    listed(state, kind)
      .filter(({ metadata }) => isOrphan(metadata))
      .map(({ metadata }) => ({ kind, key: metadata })),
  );
  return orphans.reduce((rest, { kind, key }) => removed(rest, kind, key), state);
}
