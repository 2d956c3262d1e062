import { FLOOR_ANNOTATION, FIELD_MANAGER, type ObjectMeta, PAUSE_ANNOTATION } from "../../api/metadata.ts";
import type { HorizontalPodAutoscaler, Workload } from "../../api/observed.ts";
import type { Cluster, RawObject } from "../../ports/cluster.ts";
import { specChanged } from "../specChanged.ts";
import { targetOf, textOfTarget } from "../targets.ts";
import { isAlsoTheirs } from "./carrier.ts";
import { plannerOf, targetNamedBy } from "./observeTarget.ts";

/** What calls for a turn of a target, and at the start every target that has, or had, a floor. */
export function watchTargets(
  cluster: Cluster,
  add: (target: string) => void,
  hint: (target: string) => void,
): readonly (() => void)[] {
  const addAll = (targets: readonly (string | undefined)[]) => {
    for (const target of new Set(targets)) if (target !== undefined) add(target);
  };
  const addNamespace = (namespace?: string) => addAll(targetsOf(cluster, namespace));
  const ends = [
    cluster.subscribe("CronHPA", (_, before, after) => {
      const named = new Set([before, after].map((raw) => (raw === undefined ? undefined : targetNamedBy(raw))));
      for (const target of named) if (target !== undefined) (specChanged(before, after) ? add : hint)(target);
    }),
    cluster.subscribe("HorizontalPodAutoscaler", (_, before, after) => {
      if (hpaMatters(before) !== hpaMatters(after)) addAll([ofHpa(before), ofHpa(after)]);
    }),
    ...(["Deployment", "StatefulSet"] as const).map((kind) =>
      cluster.subscribe(kind, (_, before, after) => {
        if (workloadMatters(before) !== workloadMatters(after)) addAll([ofWorkload(before), ofWorkload(after)]);
      }),
    ),
    cluster.subscribe("PredictiveAutoscaler", ({ namespace, name }, before, after) => {
      if (JSON.stringify(before?.spec) === JSON.stringify(after?.spec)) return;
      // Not the whole namespace: where thousands are applied at once, each would call for a turn of all.
      addAll(cluster.list("CronHPA", namespace).filter(isPlanOf(name)).map(targetNamedBy));
    }),
    cluster.subscribe("Namespace", ({ name }, before, after) => {
      if (before?.metadata.annotations?.[PAUSE_ANNOTATION] !== after?.metadata.annotations?.[PAUSE_ANNOTATION]) {
        addNamespace(name);
      }
    }),
  ];
  addNamespace();
  return ends;
}

/** Every target that a CronHPA names, and every one that bears a trace of us: nothing we raised is ever orphaned. */
function targetsOf(cluster: Cluster, namespace?: string): readonly (string | undefined)[] {
  return [
    ...cluster.list("CronHPA", namespace).map(targetNamedBy),
    ...cluster.list("HorizontalPodAutoscaler", namespace).filter(bearsTrace).map(ofHpa),
    ...cluster.list("Deployment", namespace).filter(bearsTrace).map(ofWorkload),
    ...cluster.list("StatefulSet", namespace).filter(bearsTrace).map(ofWorkload),
  ];
}

/** Whether the autoscaler's mode, and whether it is suspended, say how the CronHPA is heard. */
function isPlanOf(autoscaler: string) {
  return ({ metadata }: RawObject) => plannerOf(metadata) === autoscaler;
}

function bearsTrace({ metadata }: { readonly metadata: ObjectMeta }): boolean {
  const owned = metadata.managedFields?.some(({ manager }) => manager === FIELD_MANAGER) ?? false;
  return owned || metadata.annotations?.[FLOOR_ANNOTATION] !== undefined;
}

function ofHpa(hpa: HorizontalPodAutoscaler | undefined): string | undefined {
  return hpa === undefined ? undefined : textOfTarget(targetOf(hpa.spec.scaleTargetRef, hpa.metadata.namespace));
}

function ofWorkload(workload: Workload | undefined): string | undefined {
  if (workload === undefined) return undefined;
  const { namespace, name } = workload.metadata;
  return textOfTarget({ kind: workload.kind, key: { namespace, name } });
}

/** What of an HPA decides about its floor; its counts change every few seconds. */
function hpaMatters(hpa: HorizontalPodAutoscaler | undefined): string {
  if (hpa === undefined) return "";
  const { metadata, spec, status } = hpa;
  const active = status.conditions.find(({ type }) => type === "ScalingActive")?.status;
  const { scaleTargetRef, minReplicas, maxReplicas } = spec;
  return JSON.stringify([traceOf(metadata, "minReplicas"), scaleTargetRef, minReplicas, maxReplicas, active]);
}

function workloadMatters(workload: Workload | undefined): string {
  return workload === undefined ? "" : JSON.stringify([traceOf(workload.metadata, "replicas"), workload.spec.replicas]);
}

function traceOf({ annotations, managedFields = [] }: ObjectMeta, field: "minReplicas" | "replicas") {
  const owned = managedFields.some(({ manager }) => manager === FIELD_MANAGER);
  return [annotations?.[FLOOR_ANNOTATION], owned, isAlsoTheirs(managedFields, field)];
}
