import type { Campaign } from "../../api/campaign.ts";
import type { ObjectKey } from "../../api/metadata.ts";
import type { Stood } from "../../plan/campaigns/kept.ts";
import type { CampaignPlan } from "../../plan/plan.ts";
import type { Snapshot } from "../../plan/snapshot.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { Instant } from "../../units/instant.ts";
import type { Board, Decided } from "../board.ts";
import { type Own, readOwn } from "../ownObjects.ts";
import { placeholdersOf, planKeyOf } from "../predictiveAutoscaler/observeAutoscaler.ts";
import { targetOf, workloadOf } from "../targets.ts";
import type { TargetView } from "./targetView.ts";
import { phaseByLastPlan, type Unled, whyUnled } from "./unledTarget.ts";

/** Whether one of its targets is there, but was not looked at since this process began. */
export function waitsForTarget(cluster: Cluster, board: Board, { metadata, spec }: Campaign): boolean {
  return spec.targets
    .map(({ name }) => ({ namespace: metadata.namespace, name }))
    .some((key) => {
      const raw = cluster.get("PredictiveAutoscaler", key);
      return raw !== undefined && raw.metadata.deletionTimestamp === undefined && !board.seen(key);
    });
}

export interface Looking {
  readonly cluster: Cluster;
  readonly board: Board;
  readonly now: Instant;
}

/** Its targets, in the order in which it names them. */
export function viewsOf(looking: Looking, campaign: Campaign): readonly TargetView[] {
  const { namespace } = campaign.metadata;
  return campaign.spec.targets.map(({ name }) => viewOf(looking, campaign, { namespace, name }));
}

function viewOf({ cluster, board, now }: Looking, campaign: Campaign, key: ObjectKey): TargetView {
  const raw = cluster.get("PredictiveAutoscaler", key);
  const read = raw === undefined ? undefined : readOwn("PredictiveAutoscaler", raw);
  const autoscaler = read?.ok === true ? read.value : undefined;
  const ready = autoscaler === undefined ? 0 : readyOf(cluster, autoscaler);
  const unled = autoscaler === undefined ? undefined : whyUnled(autoscaler);
  const share = board.sharesOf(campaign.metadata).find((each) => each.autoscaler.name === key.name)?.plan;
  const decided = board.latest(key);
  const plan = share === undefined ? undefined : asOfNow(share, { unled, campaign, decided, ready, now });
  return {
    ...{ name: key.name, plan, unled, ready },
    missing: plan === undefined ? whyMissing(key.name, read?.ok, unled) : undefined,
    reserved: placeholdersOf(cluster, planKeyOf(key)),
    exists: raw !== undefined && raw.metadata.deletionTimestamp === undefined,
    perReplica: autoscaler?.spec.demand.perReplica,
    ...saidBy(decided),
  };
}

/** Of the target as a whole, by its last plan. */
function saidBy(decided: Decided | undefined): Pick<TargetView, "floor" | "keptInRoom" | "stood" | "price"> {
  if (decided === undefined) return { ...NOTHING_IN_FORCE, stood: undefined, price: undefined };
  const { snapshot, plan } = decided;
  const { floor, keptInRoom } = snapshot.spec.mode === "Automatic" ? plan : NOTHING_IN_FORCE;
  return { floor, keptInRoom, stood: stoodIn(snapshot), price: snapshot.policy.spec.price };
}

const NOTHING_IN_FORCE = { floor: 0, keptInRoom: 0 };

interface Look {
  readonly unled: Unled | undefined;
  readonly campaign: Campaign;
  readonly decided: Decided | undefined;
  readonly ready: number;
  readonly now: Instant;
}

/** A plan that nobody renews is told as of now. */
function asOfNow(plan: CampaignPlan, { unled, decided, ...rest }: Look): CampaignPlan {
  if (unled === undefined || unled.isPlanned || decided === undefined) return plan;
  return { ...plan, phase: phaseByLastPlan(plan, { ...rest, decided: decided.plan }) };
}

function stoodIn({ scale, previous }: Snapshot): Stood {
  return { applied: scale.applied?.floor, found: scale.found, windows: previous?.floors ?? [] };
}

function readyOf(cluster: Cluster, { metadata, spec }: Own<"PredictiveAutoscaler">): number {
  return workloadOf(cluster, targetOf(spec.scaleTargetRef, metadata.namespace))?.status.readyReplicas ?? 0;
}

function whyMissing(name: string, valid: boolean | undefined, unled: Unled | undefined): string {
  if (unled?.isPlanned === false) return unled.because;
  if (valid === undefined) {
    return `there is no PredictiveAutoscaler ${name} in this namespace: create it, or correct spec.targets`;
  }
  return valid
    ? `the PredictiveAutoscaler ${name} has not planned yet: its conditions say why`
    : `the PredictiveAutoscaler ${name} is invalid: its condition Stalled says what to change`;
}
