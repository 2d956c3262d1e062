import type { CampaignTarget } from "../api/campaign.ts";
import type { PredictiveAutoscaler } from "../api/predictiveAutoscaler.ts";
import { parseObject } from "../api/parse.ts";
import { whyUnled } from "../controllers/campaign/unledTarget.ts";
import { carrierOf } from "../controllers/cronHpa/carrier.ts";
import { validOf } from "../controllers/ownObjects.ts";
import { BUILT_IN, choosePolicy } from "../controllers/predictiveAutoscaler/choosePolicy.ts";
import { targetOf } from "../controllers/targets.ts";
import { allowsText, shortText } from "../plan/campaigns/shortage.ts";
import { capacityOf, replicasFor } from "../plan/demand/replicasFor.ts";
import { ceilingOf } from "../plan/limits/ceiling.ts";
import type { Cluster, Observed, ObservedKind, RawObject } from "../ports/cluster.ts";
import { replicas } from "../units/replicas.ts";
import { objectCluster } from "./offline/objectCluster.ts";

/**
 * What stands in a campaign's way at its targets as they are now, one line each: an autoscaler that does nothing, a
 * ceiling below the declared peak. A peak that is a multiple is not known here; the campaign's conditions say it.
 * @param objects autoscalers, HPAs and policies, as far as they may be read
 */
export function notesOnTargets(filed: RawObject, objects: readonly Observed[ObservedKind][]): readonly string[] {
  const parsed = parseObject(filed);
  if (!parsed.ok || parsed.value.kind !== "Campaign") return [];
  const cluster = objectCluster(objects);
  const { metadata, spec } = parsed.value;
  const autoscalers = validOf(cluster, "PredictiveAutoscaler", metadata.namespace);
  return spec.targets.flatMap((target) => {
    const autoscaler = autoscalers.find(({ metadata: { name } }) => name === target.name);
    if (autoscaler === undefined) return [];
    const unled = whyUnled(autoscaler);
    return [...(unled === undefined ? [] : [unled.because]), ...beyondCeiling(target, autoscaler, cluster)];
  });
}

function beyondCeiling(
  { name, peak }: CampaignTarget,
  { metadata, spec }: PredictiveAutoscaler,
  cluster: Cluster,
): readonly string[] {
  const chosen = choosePolicy(validOf(cluster, "ScalingPolicy"), spec.policyName, undefined);
  const policy = chosen.ok ? chosen.value : BUILT_IN;
  const carrier = carrierOf(cluster, targetOf(spec.scaleTargetRef, metadata.namespace));
  const { value, ceiling } = carrier.ok ? carrier.value.floor : {};
  const most = ceilingOf({ scale: { ceiling: ceiling === undefined ? undefined : replicas(ceiling) }, spec, policy });
  const highest = Math.max(most.most, value ?? 0);
  const short = (needed: number) =>
    shortText(name, { shortBy: needed - highest, shortBecause: allowsText(most, highest) });
  const { replicas: declared, demand } = peak;
  if (declared !== undefined) return declared > highest ? [short(declared)] : [];
  if (demand === undefined) return [];
  const capacity = capacityOf({ spec, policy });
  const needed = replicasFor(demand, capacity);
  if (needed <= highest) return [];
  // Who files campaigns may often read no policy; whose headroom it is, is not known then.
  if (spec.forecast.headroomPercent !== undefined || policy !== BUILT_IN) return [short(needed)];
  const withHeadroom = `with the usual headroom of ${capacity.headroomPercent} %, since no ScalingPolicy could be read`;
  return [`${short(needed)}; this is ${withHeadroom}`];
}
