import { MOST_WINDOWS } from "../../api/cronHpa.ts";
import type { ObjectMeta } from "../../api/metadata.ts";
import type { PredictiveAutoscaler } from "../../api/predictiveAutoscaler.ts";
import { HAND_OVER, type PoolWindow } from "../../calendar/roomInForce.ts";
import type { Plan } from "../../plan/plan.ts";
import { type Horizon, planDiffers } from "../../plan/renewal/planDiffers.ts";
import { roomDiffers } from "../../plan/renewal/roomDiffers.ts";
import type { Cluster, OwnedObject, WriteFailure } from "../../ports/cluster.ts";
import type { Failure } from "../../units/failure.ts";
import type { Instant } from "../../units/instant.ts";
import { type Result, failed, success } from "../../units/result.ts";
import { readOwn } from "../ownObjects.ts";
import { sameStatus } from "../sameStatus.ts";
import { planKeyOf } from "./observeAutoscaler.ts";
import { cronHpaOf, floorsOf, isOwnedBy, nameTaken, warmPoolOf } from "./writtenPlan.ts";

export type PlanWriting = Result<{ readonly wrote: readonly OwnedObject["kind"][] }, Failure | WriteFailure>;

/** Writes the plan's two objects where they differ from what stands there in a way that matters. */
export async function writePlan(
  cluster: Cluster,
  autoscaler: PredictiveAutoscaler,
  plan: Plan,
  now: Instant,
): Promise<PlanWriting> {
  const wanted = [floorsToWrite(cluster, autoscaler, plan, now), roomToWrite(cluster, autoscaler, plan, now)];
  const wrote: OwnedObject["kind"][] = [];
  for (const object of wanted) {
    if (object === undefined) continue;
    if ("code" in object) return failed(object);
    const written = await cluster.apply(object);
    if (!written.ok) return written;
    wrote.push(object.kind);
  }
  return success({ wrote });
}

type ToWrite = OwnedObject | Failure | undefined;

function floorsToWrite(cluster: Cluster, autoscaler: PredictiveAutoscaler, plan: Plan, now: Instant): ToWrite {
  const key = planKeyOf(autoscaler.metadata);
  const spec = cronHpaOf(autoscaler, plan);
  const object = { kind: "CronHPA", key, owner: ownerOf(autoscaler.metadata), spec } as const;
  const raw = cluster.get("CronHPA", key);
  if (raw === undefined) return plan.floors.length === 0 ? undefined : object;
  if (!isOwnedBy(raw, autoscaler.metadata)) return nameTaken("CronHPA", key.name);
  const read = readOwn("CronHPA", raw);
  if (!read.ok) return object;
  const { scaleTargetRef, suspend, schedules, excludeDates } = read.value.spec;
  const frame = { scaleTargetRef, suspend, schedules, excludeDates };
  const wantedFrame = { scaleTargetRef: spec.scaleTargetRef, suspend: spec.suspend, schedules: [], excludeDates: [] };
  if (!sameStatus(frame, wantedFrame)) return object;
  return planDiffers(floorsOf(read.value), plan, horizonOf(autoscaler, now)) ? object : undefined;
}

function roomToWrite(cluster: Cluster, autoscaler: PredictiveAutoscaler, plan: Plan, now: Instant): ToWrite {
  const key = planKeyOf(autoscaler.metadata);
  const raw = cluster.get("WarmPool", key);
  const read = raw === undefined ? undefined : readOwn("WarmPool", raw);
  const standing = read?.ok === true ? read.value.spec.windows : [];
  const windows = roomsFor(plan, standing, now);
  const spec = warmPoolOf(autoscaler, windows);
  const object = { kind: "WarmPool", key, owner: ownerOf(autoscaler.metadata), spec } as const;
  if (raw === undefined) return plan.reservations.length === 0 ? undefined : object;
  if (!isOwnedBy(raw, autoscaler.metadata)) return nameTaken("WarmPool", key.name);
  if (read?.ok !== true || read.value.spec.suspend !== spec.suspend) return object;
  if (!sameStatus(read.value.spec.targetRef, spec.targetRef)) return object;
  return roomDiffers(standing, windows, horizonOf(autoscaler, now)) ? object : undefined;
}

/** The plan has no past. What ended a moment ago still holds the room that pods are about to take. */
function roomsFor({ reservations }: Plan, standing: readonly PoolWindow[], now: Instant): readonly PoolWindow[] {
  const handedOver = standing.filter(({ end }) => end <= now && now < end + HAND_OVER);
  return [...handedOver, ...reservations].slice(0, MOST_WINDOWS);
}

function horizonOf({ spec }: PredictiveAutoscaler, now: Instant): Horizon {
  return { now, until: now + spec.forecast.horizon };
}

function ownerOf({ name, uid }: ObjectMeta) {
  return { kind: "PredictiveAutoscaler", name, uid: uid ?? "" } as const;
}
