import type { CronHpa } from "../../api/cronHpa.ts";
import type { ObjectMeta } from "../../api/metadata.ts";
import type { Cluster, RawObject } from "../../ports/cluster.ts";
import type { Failure } from "../../units/failure.ts";
import type { Result } from "../../units/result.ts";
import { type Own, readOwn } from "../ownObjects.ts";
import { type Pause, pauseOf } from "../pause.ts";
import { type Target, autoscalersOf, targetOf, textOfTarget, workloadOf } from "../targets.ts";
import { type Carrier, carrierOf, ofAutoscaler, ofWorkload } from "./carrier.ts";

/** All that the enforcement of one target looks at. */
export interface ObservedTarget {
  readonly target: Target;
  readonly carrier: Result<Carrier, Failure>;
  /** Objects of the target that bear a trace of ours but do not carry the floor (any more, or for now). */
  readonly strays: readonly Carrier[];
  readonly asking: readonly CronHpa[];
  /** Those of `asking` that must not move anything: suspended themselves, or by their autoscaler. */
  readonly frozen: ReadonlySet<CronHpa>;
  /** Those of `asking` that are written for reading only: the plan of an autoscaler in mode Recommend. */
  readonly advisory: ReadonlySet<CronHpa>;
  /** Objects that name the target but cannot be read. */
  readonly invalid: readonly RawObject[];
  readonly pause: Pause;
}

export function observeTarget(cluster: Cluster, target: Target): ObservedTarget {
  const raws = rawCronHpasOf(cluster, target);
  const read = raws.map((raw) => ({ raw, result: readOwn("CronHPA", raw) }));
  const asking = read.flatMap(({ result }) => (result.ok ? [result.value] : []));
  const carrier = carrierOf(cluster, target);
  const advisory = new Set(asking.filter((object) => ownerOf(cluster, object)?.spec.mode === "Recommend"));
  return {
    target,
    carrier,
    strays: straysOf(cluster, target, carrier.ok ? carrier.value : undefined),
    asking,
    // The windows of a plan go on by themselves, so a suspended autoscaler freezes them here.
    frozen: new Set(
      asking.filter(
        (object) => (object.spec.suspend && !advisory.has(object)) || ownerOf(cluster, object)?.spec.suspend === true,
      ),
    ),
    advisory,
    invalid: read.flatMap(({ raw, result }) => (result.ok ? [] : [raw])),
    pause: pauseOf(cluster, target.key.namespace),
  };
}

/** Those that name the target, by what is written there: even one that cannot be read in full is not overlooked. */
export function rawCronHpasOf(cluster: Cluster, target: Target): readonly RawObject[] {
  return cluster
    .list("CronHPA", target.key.namespace)
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .filter((raw) => targetNamedBy(raw) === textOfTarget(target))
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** The target that an object of ours names in `spec.scaleTargetRef`, read without believing anything else of it. */
export function targetNamedBy({ metadata, spec }: RawObject): string | undefined {
  const ref = (spec as { readonly scaleTargetRef?: Readonly<Record<string, unknown>> } | null | undefined)
    ?.scaleTargetRef;
  const { apiVersion = "apps/v1", kind = "Deployment", name } = ref ?? {};
  if (typeof apiVersion !== "string" || typeof kind !== "string" || typeof name !== "string") return undefined;
  return textOfTarget(targetOf({ apiVersion, kind, name }, metadata.namespace));
}

/** The name of the autoscaler whose plan it is. */
export function plannerOf({ ownerReferences }: Pick<ObjectMeta, "ownerReferences">): string | undefined {
  return ownerReferences?.find(({ kind, controller }) => kind === "PredictiveAutoscaler" && controller)?.name;
}

function ownerOf(cluster: Cluster, { metadata }: CronHpa): Own<"PredictiveAutoscaler"> | undefined {
  const name = plannerOf(metadata);
  if (name === undefined) return undefined;
  const raw = cluster.get("PredictiveAutoscaler", { namespace: metadata.namespace, name });
  const read = raw === undefined ? undefined : readOwn("PredictiveAutoscaler", raw);
  return read?.ok === true ? read.value : undefined;
}

function straysOf(cluster: Cluster, target: Target, chosen: Carrier | undefined): readonly Carrier[] {
  const workload = workloadOf(cluster, target);
  const others = [
    ...autoscalersOf(cluster, target).map(ofAutoscaler),
    ...(workload === undefined ? [] : [ofWorkload(workload)]),
  ];
  return others.filter(
    ({ kind, floor, unreadable, ownedByUs }) =>
      kind !== chosen?.kind && (floor.record !== undefined || unreadable || ownedByUs),
  );
}
