import type { CampaignSpec } from "../../api/campaign.ts";
import type { PredictiveAutoscalerSpec } from "../../api/predictiveAutoscaler.ts";
import { parseObject } from "../../api/parse.ts";
import type { ScalingPolicySpec } from "../../api/scalingPolicy.ts";
import { nextOccurrences } from "../../calendar/campaignOccurrences.ts";
import { choosePolicy } from "../../controllers/predictiveAutoscaler/choosePolicy.ts";
import { advanced, nextEventAt } from "../../twin/advance.ts";
import { demandCurve } from "../../twin/demand.ts";
import { withNodes } from "../../twin/nodes.ts";
import { movedTo, put } from "../../twin/objects.ts";
import { DEFAULT_SETTINGS, type Demand, emptyTwin, type TwinState } from "../../twin/state.ts";
import { HOUR, formatDuration } from "../../units/duration.ts";
import { instant } from "../../units/instant.ts";
import type { Window } from "../../units/window.ts";
import type { Story } from "./story.ts";

/** The story's world without any controller of ours, settled by the story's start. */
export function storyTwin(story: Story, demand: Demand, minReplicas: number): TwinState {
  const { nodes, deployment } = story;
  const { namespace, name } = deployment;
  const settings = {
    ...DEFAULT_SETTINGS,
    nodes: {
      ...DEFAULT_SETTINGS.nodes,
      ...{ allocatable: nodes.allocatable, least: nodes.atStart, most: nodes.most, readyAfter: nodes.readyAfter },
    },
  };
  const target = { apiVersion: "apps/v1", kind: "Deployment", name };
  let state = withNodes(emptyTwin(instant(story.start - HOUR), settings), nodes.atStart);
  state = put(state, "Namespace", { kind: "Namespace", metadata: { namespace: "", name: namespace } });
  state = put(state, "Deployment", {
    kind: "Deployment",
    metadata: { namespace, name },
    spec: {
      replicas: minReplicas,
      selector: { app: name },
      template: {
        labels: { app: name },
        annotations: { startup: formatDuration(deployment.readyAfter) },
        requests: deployment.requests,
        scheduling: {},
      },
    },
    status: { replicas: 0, readyReplicas: 0 },
  });
  state = put(state, "HorizontalPodAutoscaler", {
    kind: "HorizontalPodAutoscaler",
    metadata: { namespace, name },
    spec: {
      scaleTargetRef: target,
      minReplicas,
      maxReplicas: story.autoscaler.maxReplicas,
      metric: {
        name: autoscalerSpec(story).demand.signals[0]?.query ?? "",
        averageValue: story.autoscaler.averageValue,
      },
    },
    status: { currentReplicas: 0, desiredReplicas: 0, conditions: [] },
  });
  while (nextEventAt(state) <= story.start) state = advanced(state, demand);
  return movedTo(state, story.start);
}

/** The generated demand, for whatever the autoscaler asks. */
export function storyDemand(story: Story): Demand {
  const { demand, timeZone: zone, seed } = story;
  const queries = autoscalerSpec(story).demand.signals.map(({ query }) => query);
  const curve = demandCurve({
    zone,
    seed,
    noisePercent: demand.noisePercent,
    day: [
      { fromHour: demand.hours.day, demand: demand.day },
      { fromHour: demand.hours.evening, demand: demand.evening },
      { fromHour: demand.hours.night, demand: demand.night },
    ].toSorted((a, b) => a.fromHour - b.fromHour),
    surges: [{ ...campaignWindow(story), demand: demand.campaign }],
  });
  return (metric, at) => (queries.includes(metric) ? curve(at) : undefined);
}

export function autoscalerSpec({ objects, deployment }: Story): PredictiveAutoscalerSpec {
  return specOf(objects, "PredictiveAutoscaler", deployment.name) as PredictiveAutoscalerSpec;
}

/** Of the policy that rules the autoscaler; undefined where it names none. */
export function storyPrice(story: Story): ScalingPolicySpec["price"] {
  const policies = story.objects.flatMap((object) => {
    const parsed = parseObject(object);
    return parsed.ok && parsed.value.kind === "ScalingPolicy" ? [parsed.value] : [];
  });
  const chosen = choosePolicy(policies, autoscalerSpec(story).policyName, undefined);
  return chosen.ok ? chosen.value.spec.price : undefined;
}

/** The occurrence that the story is about. */
export function campaignWindow({ objects, promises, start, title }: Story): Window {
  const spec = specOf(objects, "Campaign", promises.campaign.name) as CampaignSpec;
  const [first] = nextOccurrences(spec, start, 1);
  if (first === undefined) throw new Error(`the campaign of "${title}" has no occurrence after its start`);
  return first;
}

function specOf(objects: Story["objects"], kind: string, name: string): unknown {
  const parsed = parseObject(objects.find((object) => object.kind === kind && object.metadata.name === name));
  if (!parsed.ok) throw new Error(`${kind} ${name} was checked when the story was read`);
  return parsed.value.spec;
}
