import type { CronHpa } from "../../api/cronHpa.ts";
import { PAUSE_ANNOTATION } from "../../api/metadata.ts";
import type { Cluster, RawObject } from "../../ports/cluster.ts";
import type { Failure } from "../../units/failure.ts";
import type { Result } from "../../units/result.ts";
import { readOwn, validOf } from "../ownObjects.ts";
import { type Target, autoscalersOf, targetOf, textOfTarget, workloadOf } from "../targets.ts";
import { type Carrier, carrierOf, ofAutoscaler, ofWorkload } from "./carrier.ts";

export type Pause = "freeze" | "release" | undefined;

/** All that the enforcement of one target looks at. */
export interface ObservedTarget {
  readonly target: Target;
  readonly carrier: Result<Carrier, Failure>;
  /** Objects that bear a record of ours but do not carry the floor (any more). */
  readonly strays: readonly Carrier[];
  readonly asking: readonly CronHpa[];
  /** Those of `asking` that must not move anything: suspended themselves, or by their autoscaler. */
  readonly frozen: ReadonlySet<CronHpa>;
  /** Objects that name the target but cannot be read. */
  readonly invalid: readonly RawObject[];
  readonly pause: Pause;
}

export function observeTarget(cluster: Cluster, target: Target): ObservedTarget {
  const raws = rawCronHpasOf(cluster, target);
  const read = raws.map((raw) => ({ raw, result: readOwn("CronHPA", raw) }));
  const asking = read.flatMap(({ result }) => (result.ok ? [result.value] : []));
  const carrier = carrierOf(cluster, target);
  return {
    target,
    carrier,
    strays: carrier.ok ? straysOf(cluster, target, carrier.value) : [],
    asking,
    frozen: new Set(asking.filter((object) => object.spec.suspend || isFrozenByOwner(cluster, object))),
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
  const target = targetOf({ apiVersion, kind, name }, metadata.namespace);
  return target === undefined ? undefined : textOfTarget(target);
}

export function pauseOf(cluster: Cluster, namespace: string): Pause {
  const written = cluster.get("Namespace", { namespace: "", name: namespace })?.metadata.annotations?.[
    PAUSE_ANNOTATION
  ];
  return written === "freeze" || written === "release" ? written : undefined;
}

/** The windows of a plan go on by themselves, so a suspended autoscaler freezes them here. */
function isFrozenByOwner(cluster: Cluster, { metadata }: CronHpa): boolean {
  const owner = metadata.ownerReferences?.find(({ kind, controller }) => kind === "PredictiveAutoscaler" && controller);
  if (owner === undefined) return false;
  return validOf(cluster, "PredictiveAutoscaler", metadata.namespace).some(
    (autoscaler) => autoscaler.metadata.name === owner.name && autoscaler.spec.suspend,
  );
}

function straysOf(cluster: Cluster, target: Target, chosen: Carrier): readonly Carrier[] {
  const workload = workloadOf(cluster, target);
  const others = [
    ...autoscalersOf(cluster, target).map(ofAutoscaler),
    ...(workload === undefined ? [] : [ofWorkload(workload)]),
  ];
  return others.filter(
    ({ kind, floor, unreadable }) => kind !== chosen.kind && (floor.record !== undefined || unreadable),
  );
}
