import type { Cluster, Written } from "../ports/cluster.ts";
import type { Log } from "../ports/telemetry.ts";
import type { Failure } from "../units/failure.ts";
import { replicas } from "../units/replicas.ts";
import { type Carrier, ofAutoscaler, ofWorkload } from "./cronHpa/carrier.ts";
import { enforceFloor } from "./cronHpa/enforceFloor.ts";
import type { FloorAction } from "../plan/actions/floorAction.ts";
import { poolOf } from "./placeholders.ts";

/** What was undone, by name, and what could not be. */
export interface Restored {
  /** `HorizontalPodAutoscaler vision/face-fusion: 80 → 4`. */
  readonly givenBack: readonly string[];
  readonly deleted: readonly string[];
  readonly failures: readonly { readonly object: string; readonly failure: Failure }[];
}

/**
 * Undoes everything of ours without a controller: plans and placeholders go, every floor is given back as found.
 * Plans go first, so that a controller that is still running does not raise what was just given back.
 * Safe to run twice, and after a run that was killed.
 * @param namespace undefined: the whole cluster
 * @param dryRun    says what would be done and writes nothing
 */
export async function restoreAll(
  { cluster, log }: { readonly cluster: Cluster; readonly log: Log },
  { namespace, dryRun = false }: { readonly namespace?: string; readonly dryRun?: boolean } = {},
): Promise<Restored> {
  const givenBack: string[] = [];
  const deleted: string[] = [];
  const failures: { object: string; failure: Failure }[] = [];

  async function attempt(object: string, done: string[], write: () => Promise<Written>): Promise<void> {
    const written = dryRun ? undefined : await write();
    if (written !== undefined && !written.ok && written.failure.code !== "NotFound") {
      failures.push({ object, failure: written.failure });
      log.error("could not be restored", { object, because: written.failure.message });
      return;
    }
    done.push(object);
    log.info(dryRun ? "would be restored" : "restored", { object });
  }

  for (const kind of ["CronHPA", "WarmPool"] as const) {
    for (const { metadata } of cluster.list(kind, namespace)) {
      const planned = metadata.ownerReferences?.some(
        (owner) => owner.kind === "PredictiveAutoscaler" && owner.controller,
      );
      if (planned !== true || metadata.uid === undefined) continue;
      const { uid } = metadata;
      await attempt(`${kind} ${nameOf(metadata)}`, deleted, () => cluster.deleteOwned(kind, metadata, uid));
    }
  }
  for (const { metadata } of cluster.list("Pod", namespace)) {
    const { uid } = metadata;
    if (poolOf(metadata) === undefined || uid === undefined) continue;
    await attempt(`Pod ${nameOf(metadata)}`, deleted, () => cluster.deletePod(metadata, uid));
  }
  for (const carrier of carriersIn(cluster, namespace)) {
    const action = restoring(carrier);
    if (action === undefined) continue;
    const text = `${carrier.kind} ${nameOf(carrier.key)}: ${action.because}`;
    await attempt(text, givenBack, () => enforceFloor(cluster, action, carrier));
  }
  return { givenBack, deleted, failures };
}

function carriersIn(cluster: Cluster, namespace: string | undefined): readonly Carrier[] {
  return [
    ...cluster.list("HorizontalPodAutoscaler", namespace).map(ofAutoscaler),
    ...cluster.list("Deployment", namespace).map(ofWorkload),
    ...cluster.list("StatefulSet", namespace).map(ofWorkload),
  ];
}

/** Ours goes back to what was found; a value that somebody else wrote since is theirs and stays. */
function restoring({ floor, ownedByUs, unreadable }: Carrier): FloorAction | undefined {
  const { record, value, isAlsoTheirs } = floor;
  if (record === undefined) {
    if (unreadable) return { kind: "forget", because: "the record cannot be read; the value stays" };
    return ownedByUs ? { kind: "none", because: "field ownership given up" } : undefined;
  }
  if (value !== record.applied || isAlsoTheirs === true)
    return { kind: "forget", because: `${value ?? "unset"} stays, as somebody else wrote it` };
  const to = record.found === null ? null : replicas(record.found);
  return { kind: "giveBack", to, because: `${record.applied} → ${record.found ?? "unset"}` };
}

function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}
