import type { CronHpa, CronHpaInput } from "../../api/cronHpa.ts";
import { FIELD_MANAGER, type ObjectMeta } from "../../api/metadata.ts";
import type { PredictiveAutoscaler } from "../../api/predictiveAutoscaler.ts";
import type { WarmPoolInput } from "../../api/warmPool.ts";
import type { PoolWindow } from "../../calendar/roomInForce.ts";
import type { FloorWindow, Plan } from "../../plan/plan.ts";
import { endOfReason, sourceOfReason } from "../../plan/curve/reasons.ts";
import type { Snapshot } from "../../plan/snapshot.ts";
import type { RawObject } from "../../ports/cluster.ts";
import type { Failure } from "../../units/failure.ts";
import { formatInstant, parseInstant } from "../../units/instant.ts";

/** The plan's floors as the CronHPA `<name>-plan` holds them. A recommendation is written down, but suspended. */
export function cronHpaOf({ spec }: PredictiveAutoscaler, plan: Plan): CronHpaInput {
  return {
    scaleTargetRef: spec.scaleTargetRef,
    windows: plan.floors.map(({ start, end, minReplicas, reason }) => ({
      start: formatInstant(start),
      end: formatInstant(end),
      minReplicas,
      reason,
    })),
    suspend: spec.mode === "Recommend",
  };
}

/** @param windows the plan's reservations, and before them what is being handed over; ascending */
export function warmPoolOf({ spec }: PredictiveAutoscaler, windows: readonly PoolWindow[]): WarmPoolInput {
  return {
    targetRef: spec.scaleTargetRef,
    windows: windows.map(({ start, end, replicas, upTo, reason }) => ({
      start: formatInstant(start),
      end: formatInstant(end),
      replicas,
      ...(upTo === undefined ? {} : { upTo }),
      ...(reason === undefined ? {} : { reason }),
    })),
    suspend: spec.mode === "Recommend",
  };
}

/** What an earlier turn wrote, perhaps of another process: the words of each window say who asked. */
export function previousOf(written: CronHpa | undefined): Snapshot["previous"] {
  if (written === undefined) return undefined;
  const at = writtenAt(written.metadata);
  return at === undefined ? undefined : { at, floors: floorsOf(written), advisory: written.spec.suspend };
}

export function floorsOf({ spec }: CronHpa): readonly FloorWindow[] {
  return spec.windows.map(({ start, end, minReplicas, reason = "" }) => {
    const endedAt = endOfReason(reason);
    const source = sourceOfReason(reason) ?? "Schedule";
    return { start, end, minReplicas, source, reason, ...(endedAt === undefined ? {} : { endedAt }) };
  });
}

function writtenAt({ managedFields, creationTimestamp }: ObjectMeta) {
  const times = (managedFields ?? [])
    .filter(({ manager, subresource }) => manager === FIELD_MANAGER && subresource === undefined)
    .flatMap(({ time }) => (time === undefined ? [] : [time]))
    .toSorted();
  return parseInstant(times.at(-1) ?? creationTimestamp ?? "");
}

/** Whether the object is this autoscaler's plan; another one of that name is not ours to touch. */
export function isOwnedBy(object: Pick<RawObject, "metadata">, owner: ObjectMeta): boolean {
  return (object.metadata.ownerReferences ?? []).some(
    ({ uid, controller }) => controller === true && uid === owner.uid,
  );
}

export function nameTaken(kind: string, name: string): Failure {
  return {
    code: "NameTaken",
    message: `a ${kind} ${name} exists that is not this autoscaler's`,
    remedy: "rename or delete it; until then the plan cannot be written, and what it enforces is not changed",
  };
}
