import type { HorizontalPodAutoscaler } from "../../api/observed.ts";
import { FLOOR_ANNOTATION, PAUSE_ANNOTATION } from "../../api/metadata.ts";
import type { Cluster, RawObject } from "../../ports/cluster.ts";
import { ofAutoscaler } from "../cronHpa/carrier.ts";
import { targetNamedBy } from "../cronHpa/observeTarget.ts";
import { textOfKey } from "../runtime/controller.ts";
import { specChanged } from "../specChanged.ts";
import { targetOf, textOfTarget } from "../targets.ts";

type Call = (key: string) => void;

/**
 * What calls for a turn of an autoscaler before its time; and at the start a look at each. With thousands that takes
 * minutes, so those that a campaign names come first, in order of their starts.
 */
export function watchAutoscalers(cluster: Cluster, add: Call, look: Call): readonly (() => void)[] {
  const all = (call: Call, namespace?: string) => {
    for (const { metadata } of cluster.list("PredictiveAutoscaler", namespace)) call(textOfKey(metadata));
  };
  const addNaming = (namespace: string, targets: readonly (string | undefined)[]) => {
    for (const raw of cluster.list("PredictiveAutoscaler", namespace)) {
      if (targets.includes(targetNamedBy(raw))) add(textOfKey(raw.metadata));
    }
  };
  const ends = [
    cluster.subscribe("PredictiveAutoscaler", (key, before, after) => {
      if (specChanged(before, after)) add(textOfKey(key));
    }),
    cluster.subscribe("Campaign", ({ namespace }, before, after) => {
      if (!specChanged(before, after)) return;
      for (const name of [...targetsNamedBy(before), ...targetsNamedBy(after)]) add(textOfKey({ namespace, name }));
    }),
    cluster.subscribe("ScalingPolicy", (_, before, after) => {
      if (specChanged(before, after)) all(look);
    }),
    cluster.subscribe("CronHPA", ({ namespace }, before, after) => {
      // Only what others did to a plan: our own writes of it are followed by a turn anyway.
      if (!specChanged(before, after)) return;
      const owner = (after ?? before)?.metadata.ownerReferences?.find(({ kind }) => kind === "PredictiveAutoscaler");
      if (owner !== undefined) add(textOfKey({ namespace, name: owner.name }));
    }),
    cluster.subscribe("HorizontalPodAutoscaler", ({ namespace }, before, after) => {
      if (matters(before) === matters(after)) return;
      // Not of the whole namespace: each floor that is written comes back here, and would call for a turn of all.
      const targets = [before, after].map((hpa) => hpa && textOfTarget(targetOf(hpa.spec.scaleTargetRef, namespace)));
      addNaming(namespace, targets);
    }),
    ...(["Deployment", "StatefulSet"] as const).map((kind) =>
      cluster.subscribe(kind, (key, before, after) => {
        // It came or went; all else of it is seen with the next turn.
        if ((before === undefined) !== (after === undefined)) addNaming(key.namespace, [textOfTarget({ kind, key })]);
      }),
    ),
    cluster.subscribe("Namespace", ({ name }, before, after) => {
      if (before?.metadata.annotations?.[PAUSE_ANNOTATION] !== after?.metadata.annotations?.[PAUSE_ANNOTATION]) {
        all(add, name);
      }
    }),
  ];
  // Behind what changes from now on, too: a campaign that is filed now may start sooner than all of these.
  const campaigns = cluster.list("Campaign").filter(mayStillAct);
  for (const raw of campaigns.toSorted((a, b) => (startOf(a) < startOf(b) ? -1 : 1))) {
    for (const name of targetsNamedBy(raw)) look(textOfKey({ namespace: raw.metadata.namespace, name }));
  }
  all(look);
  return ends;
}

/** By its status: one that is wrong there costs a place in the line, and nothing else. */
function mayStillAct({ status }: RawObject): boolean {
  const phase = (status as { readonly phase?: unknown } | null | undefined)?.phase;
  return phase !== "Completed" && phase !== "Expired" && phase !== "Invalid";
}

/** As its status has it; before all others where that says nothing, as of one that was filed a moment ago. */
function startOf({ status }: RawObject): string {
  const start = (status as { readonly occurrence?: { readonly start?: unknown } | null } | null | undefined)?.occurrence
    ?.start;
  return typeof start === "string" ? start : "";
}

/** The autoscalers that a campaign names, read without believing anything else of it. */
export function targetsNamedBy(raw: RawObject | undefined): readonly string[] {
  const targets = (raw?.spec as { readonly targets?: unknown } | null | undefined)?.targets;
  if (!Array.isArray(targets)) return [];
  return targets
    .map((target: unknown) => (target as { readonly name?: unknown } | null)?.name)
    .filter((name) => typeof name === "string");
}

/** What of an HPA a plan looks at; its status changes every few seconds and is not of it. */
function matters(hpa: HorizontalPodAutoscaler | undefined): string {
  if (hpa === undefined) return "";
  const { scaleTargetRef, minReplicas, maxReplicas } = hpa.spec;
  const { switchedOff } = ofAutoscaler(hpa);
  const record = hpa.metadata.annotations?.[FLOOR_ANNOTATION];
  return JSON.stringify([scaleTargetRef, minReplicas, maxReplicas, record, switchedOff]);
}
