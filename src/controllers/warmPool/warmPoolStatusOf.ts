import type { ObjectMeta } from "../../api/metadata.ts";
import type { WarmPool, WarmPoolStatus } from "../../api/warmPool.ts";
import { describeFailure } from "../../units/failure.ts";
import { type Instant, formatToSecond } from "../../units/instant.ts";
import { type Finding, conditionsFrom, fitted } from "../conditions.ts";
import type { RoomInForce } from "../../calendar/roomInForce.ts";
import type { PoolAction } from "../../plan/actions/poolAction.ts";
import type { WriteFailure } from "../../ports/cluster.ts";
import { type Pause, pausedWords } from "../pause.ts";
import { holdsRoom } from "../placeholders.ts";
import type { ObservedPool } from "./observePool.ts";

/** What one turn of a pool saw, decided and did. */
export interface Concluded {
  readonly room: RoomInForce;
  readonly observed: ObservedPool;
  readonly action: PoolAction;
  readonly failure: WriteFailure | undefined;
  readonly pause: Pause;
  readonly now: Instant;
}

export function poolStatus({ metadata, status: previous }: WarmPool, result: Concluded): WarmPoolStatus {
  const { action, observed, room, now } = result;
  const { generation } = metadata;
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    wanted: action.wanted,
    reserved: observed.placeholders.filter(holdsRoom).length,
    reason: fitted(action.because, 256),
    ...(room.nextChangeAt === undefined ? {} : { next: formatToSecond(room.nextChangeAt) }),
    conditions: conditionsFrom(findingsOf(result), previous?.conditions, { now, generation }),
  };
}

export function invalidPoolStatus(
  { generation }: ObjectMeta,
  { before, message, now }: { before: WarmPoolStatus | undefined; message: string; now: Instant },
): WarmPoolStatus {
  const text = fitted(`${message}; until then no placeholder is created or removed`, 4096);
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    conditions: conditionsFrom(
      [
        { type: "Ready", status: false, reason: "InvalidSpec", message: text },
        { type: "Stalled", status: true, reason: "InvalidSpec", message: text },
      ],
      before?.conditions,
      { now, generation },
    ),
  };
}

function findingsOf(result: Concluded): readonly Finding[] {
  return [ready(result), quotaBlocked(result), preemptionNever(result)];
}

function ready({ action, observed, failure, pause }: Concluded): Finding {
  const type = "Ready";
  if (failure !== undefined) return { type, status: false, reason: failure.code, message: describeFailure(failure) };
  if (pause !== undefined) return { type, status: "Unknown", reason: "Paused", message: pausedWords(pause) };
  if (observed.workload === undefined) {
    const message = "the target is not there, so there is no shape to hold room for; create it or correct targetRef";
    return { type, status: false, reason: "TargetNotFound", message };
  }
  const waiting = observed.placeholders.filter((pod) => !holdsRoom(pod)).length;
  const standing = observed.placeholders.length - waiting;
  if (standing >= action.wanted) return { type, status: true, reason: "Reserved", message: action.because };
  const message = `${standing} of ${action.wanted} placeholders have a node; the others wait for one`;
  return { type, status: false, reason: waiting > 0 ? "NoRoom" : "Reserving", message };
}

function quotaBlocked({ action, observed }: Concluded): Finding {
  const type = "QuotaBlocked";
  if (action.shortBy === 0) {
    return { type, status: false, reason: "Fits", message: "the quota admits what is asked for" };
  }
  const limit = observed.quotaLeft?.limit ?? "the quota";
  const message =
    `${limit} leaves no room for ${action.shortBy} placeholders beside the pods to come; raise it; ` +
    "until then less room is reserved";
  return { type, status: true, reason: "Quota", message };
}

/** With preemptionPolicy Never the real pods wait behind the placeholders that hold their room. */
function preemptionNever({ observed }: Concluded): Finding {
  const type = "PreemptionNever";
  if (observed.displaces) {
    return { type, status: false, reason: "Preempts", message: "the target's pods displace placeholders" };
  }
  const message =
    "the target's pods have preemptionPolicy: Never and cannot displace placeholders; " +
    "remove it; until then pods wait for room that placeholders hold";
  return { type, status: true, reason: "Never", message };
}
