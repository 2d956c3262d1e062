import { FLOOR_ANNOTATION, type ObjectKey, POOL_LABEL } from "../../api/metadata.ts";
import type { CampaignStatus } from "../../api/campaign.ts";
import type { Board } from "../../controllers/board.ts";
import { baselineAt, baselineOf } from "../../plan/demand/baseline.ts";
import { listed, stored } from "../../twin/objects.ts";
import type { Demand, TwinState } from "../../twin/state.ts";
import { podsOf } from "../../twin/workloads.ts";
import type { Instant } from "../../units/instant.ts";
import type { Row } from "../../web/recording.ts";

/** What stands at one instant, after everything of that instant is over. Counts in replicas. */
export interface Moment {
  readonly at: Instant;
  /** `spec.minReplicas` of the HPA. */
  readonly floor: number;
  /** Whether our record is on the HPA. */
  readonly annotated: boolean;
  readonly replicas: number;
  readonly ready: number;
  /** Own pods that have a node. */
  readonly placed: number;
  /** Placeholders that have a node, and all that exist. */
  readonly reserved: number;
  readonly placeholders: number;
}

export function momentOf(state: TwinState, key: ObjectKey): Moment {
  const hpa = stored(state, "HorizontalPodAutoscaler", key);
  const workload = stored(state, "Deployment", key);
  const own = workload === undefined ? [] : podsOf(state, workload);
  const placeholders = listed(state, "Pod", key.namespace).filter(({ metadata }) => metadata.labels?.[POOL_LABEL]);
  return {
    at: state.now,
    floor: hpa?.spec.minReplicas ?? 1,
    annotated: hpa?.metadata.annotations?.[FLOOR_ANNOTATION] !== undefined,
    replicas: workload?.status.replicas ?? 0,
    ready: workload?.status.readyReplicas ?? 0,
    placed: own.filter(({ spec }) => spec.nodeName !== undefined).length,
    reserved: placeholders.filter(({ spec }) => spec.nodeName !== undefined).length,
    placeholders: placeholders.length,
  };
}

/** Whether anything but the time differs. */
export function standsStill(a: Moment | undefined, b: Moment): boolean {
  return a !== undefined && JSON.stringify({ ...a, at: 0 }) === JSON.stringify({ ...b, at: 0 });
}

export interface Watched {
  readonly key: ObjectKey;
  readonly campaign: ObjectKey;
  readonly query: string;
  readonly perReplica: number;
}

/** One line of the recording. */
export function rowOf(
  state: TwinState,
  { key, campaign, query, perReplica }: Watched,
  { demand, board }: { readonly demand: Demand; readonly board: Board | undefined },
): Row {
  const { at, floor, ready, replicas, reserved } = momentOf(state, key);
  const units = demand(query, at) ?? 0;
  const status = stored(state, "Campaign", campaign)?.status as CampaignStatus | undefined;
  return {
    at,
    demand: units,
    forecast: forecastAt(board, key, at),
    floor,
    required: requiredFor(units, perReplica),
    ready,
    replicas,
    reserved,
    phase: status?.phase ?? null,
  };
}

/** Replicas that just serve the demand; 27.5 × 40 is 1100 and must not need 41. */
export function requiredFor(units: number, perReplica: number): number {
  return Math.ceil(units / perReplica - 1e-9);
}

function forecastAt(board: Board | undefined, key: ObjectKey, at: Instant): number | null {
  const decided = board?.latest(key);
  const baseline = decided === undefined ? undefined : baselineOf(decided.snapshot);
  return baseline?.ok === true ? baselineAt(baseline.value, at) : null;
}
