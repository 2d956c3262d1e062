import type { Campaign } from "../../api/campaign.ts";
import type { ObjectKey } from "../../api/metadata.ts";
import type { Stood } from "../../plan/campaigns/outcome.ts";
import type { Snapshot } from "../../plan/snapshot.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { Board } from "../board.ts";
import { type Own, readOwn } from "../ownObjects.ts";
import { placeholdersOf, planKeyOf } from "../predictiveAutoscaler/observeAutoscaler.ts";
import { targetOf, workloadOf } from "../targets.ts";
import type { TargetView } from "./targetView.ts";

/** Whether one of its targets is there, but was not looked at since this process began. */
export function waitsForTarget(cluster: Cluster, board: Board, { metadata, spec }: Campaign): boolean {
  return spec.targets
    .map(({ name }) => ({ namespace: metadata.namespace, name }))
    .some((key) => {
      const raw = cluster.get("PredictiveAutoscaler", key);
      return raw !== undefined && raw.metadata.deletionTimestamp === undefined && !board.seen(key);
    });
}

/** Its targets, in the order in which it names them. */
export function viewsOf(cluster: Cluster, board: Board, { metadata, spec }: Campaign): readonly TargetView[] {
  const shares = board.sharesOf(metadata);
  return spec.targets.map(({ name }) => {
    const autoscaler: ObjectKey = { namespace: metadata.namespace, name };
    const plan = shares.find((share) => share.autoscaler.name === name)?.plan;
    const raw = cluster.get("PredictiveAutoscaler", autoscaler);
    const read = raw === undefined ? undefined : readOwn("PredictiveAutoscaler", raw);
    const spec = read?.ok === true ? read.value.spec : undefined;
    const decided = board.latest(autoscaler);
    return {
      name,
      plan,
      missing: plan === undefined ? whyMissing(name, read?.ok) : undefined,
      ready: read?.ok === true ? readyOf(cluster, read.value) : 0,
      reserved: placeholdersOf(cluster, planKeyOf(autoscaler)),
      exists: raw !== undefined && raw.metadata.deletionTimestamp === undefined,
      ...inForce(decided),
      stood: decided === undefined ? undefined : stoodIn(decided.snapshot),
      perReplica: spec?.demand.perReplica,
      price: decided?.snapshot.policy.spec.price,
    };
  });
}

function inForce(decided: ReturnType<Board["latest"]>): Pick<TargetView, "floor" | "keptInRoom"> {
  const { floor, keptInRoom } =
    decided?.snapshot.spec.mode === "Automatic" ? decided.plan : { floor: 0, keptInRoom: 0 };
  return { floor, keptInRoom };
}

function stoodIn({ scale, previous }: Snapshot): Stood {
  return { applied: scale.applied?.floor, found: scale.found, windows: previous?.floors ?? [] };
}

function readyOf(cluster: Cluster, { metadata, spec }: Own<"PredictiveAutoscaler">): number {
  return workloadOf(cluster, targetOf(spec.scaleTargetRef, metadata.namespace))?.status.readyReplicas ?? 0;
}

function whyMissing(name: string, valid: boolean | undefined): string {
  if (valid === undefined) {
    return `there is no PredictiveAutoscaler ${name} in this namespace: create it, or correct spec.targets`;
  }
  return valid
    ? `the PredictiveAutoscaler ${name} has not planned yet: its conditions say why`
    : `the PredictiveAutoscaler ${name} is invalid: its condition Stalled says what to change`;
}
