import type { CronHpa, CronHpaStatus } from "../../api/cronHpa.ts";
import { floorInForce } from "../../calendar/floorInForce.ts";
import type { FloorAction } from "../../plan/actions/floorAction.ts";
import type { WriteFailure } from "../../ports/cluster.ts";
import { type Failure, describeFailure } from "../../units/failure.ts";
import { type Instant, formatToSecond } from "../../units/instant.ts";
import { type Finding, conditionsFrom, fitted } from "../conditions.ts";
import { type Carrier, scaledToZero } from "./carrier.ts";
import { type Pause, pausedWords } from "../pause.ts";

/** What one turn of the enforcement came to, as seen from each CronHPA of the target. */
export interface Enforced {
  readonly carrier: Carrier | Failure;
  readonly action: FloorAction | undefined;
  readonly writeFailure: WriteFailure | undefined;
  readonly frozen: boolean;
  readonly pause: Pause;
  /** The floor that stands on the carrier after this turn; undefined when none of ours does. */
  readonly applied: number | undefined;
  /** How much of the floor asked for is above the HPA's ceiling. */
  readonly shortBy: number;
  /** Who reset the field while a floor was in force, if anyone did lately. */
  readonly fought: string | undefined;
}

export function cronHpaStatusOf(
  { metadata, spec, status: previous }: CronHpa,
  enforced: Enforced,
  now: Instant,
): CronHpaStatus {
  const own = floorInForce([{ metadata, spec }], now);
  const generation = metadata.generation;
  // Frozen, or given back, no window changes anything.
  const changesAt = enforced.frozen || enforced.pause !== undefined ? undefined : own.nextChangeAt;
  const next = changesAt === undefined ? undefined : `${formatToSecond(changesAt)} → ${own.next ?? "as found"}`;
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(own.floor === undefined ? {} : { floor: own.floor, reason: fitted(own.reason, 256) }),
    ...(enforced.applied === undefined ? {} : { applied: enforced.applied }),
    ...(next === undefined ? {} : { next }),
    conditions: conditionsFrom(findingsOf(enforced), previous?.conditions, { now, generation }),
  };
}

function findingsOf(enforced: Enforced): readonly Finding[] {
  const { carrier, shortBy, fought } = enforced;
  const stalled = "code" in carrier ? carrier : undefined;
  const conflict = stalled?.code === "TwoAutoscalers" || stalled?.code === "ControlledByScaledObject";
  return [
    ready(enforced),
    reconciling(enforced),
    stalled === undefined
      ? { type: "Stalled", status: false, reason: "Progressing", message: "the target can be led" }
      : { type: "Stalled", status: true, reason: stalled.code, message: describeFailure(stalled) },
    conflictFinding(conflict ? stalled : undefined, fought),
    returnBlocked(enforced),
    shortBy === 0
      ? { type: "Short", status: false, reason: "Fits", message: "the floor is below the HPA's maxReplicas" }
      : { type: "Short", status: true, reason: "Ceiling", message: shortText(shortBy) },
  ];
}

function ready({ carrier, writeFailure, pause, frozen, action, applied }: Enforced): Finding {
  const type = "Ready";
  if (writeFailure !== undefined) {
    return { type, status: false, reason: writeFailure.code, message: describeFailure(writeFailure) };
  }
  if (pause !== undefined) return { type, status: "Unknown", reason: "Paused", message: pausedWords(pause) };
  if ("code" in carrier) return { type, status: false, reason: carrier.code, message: describeFailure(carrier) };
  if (frozen) return { type, status: "Unknown", reason: "Suspended", message: "suspended: the floor stays as it is" };
  if (carrier.switchedOff && applied !== undefined) {
    return { type, status: false, reason: "ScaledToZero", message: describeFailure(scaledToZero(carrier)) };
  }
  const message = action?.because ?? "nothing to do";
  return { type, status: true, reason: applied === undefined ? "NoFloor" : "FloorApplied", message };
}

function reconciling({ writeFailure }: Enforced): Finding {
  const type = "Reconciling";
  return writeFailure === undefined
    ? { type, status: false, reason: "Done", message: "the target is as it should be" }
    : { type, status: true, reason: writeFailure.code, message: "the write is tried again" };
}

function conflictFinding(failure: Failure | undefined, fought: string | undefined): Finding {
  const type = "Conflict";
  if (failure !== undefined) return { type, status: true, reason: failure.code, message: describeFailure(failure) };
  if (fought === undefined)
    return { type, status: false, reason: "OneWriter", message: "nobody else writes the floor" };
  const message =
    `${fought} writes the same field while a floor is in force; ` +
    "leave the field out of its manifest; until then each reset is answered, at most once in 10 s";
  return { type, status: true, reason: "ForeignReset", message };
}

/** More replicas stand than the floor asks for, and the HPA cannot take them away without its metrics. */
function returnBlocked({ carrier, applied }: Enforced): Finding {
  const type = "ReturnBlocked";
  const floor = "code" in carrier ? 0 : (applied ?? carrier.floor.record?.found ?? carrier.floor.value ?? 1);
  if ("code" in carrier || !carrier.metricsAway || carrier.replicas <= floor) {
    return { type, status: false, reason: "MetricsLive", message: "the HPA can follow a lower floor" };
  }
  const message =
    "the HPA cannot read its metrics (ScalingActive is False), so its replicas do not fall however low the floor is; " +
    "restore its metrics; until then the replicas stay";
  return { type, status: true, reason: "MetricsUnavailable", message };
}

function shortText(shortBy: number): string {
  return `short by ${shortBy}: the HPA's maxReplicas is lower than the floor asked for; raise it to get the rest`;
}
