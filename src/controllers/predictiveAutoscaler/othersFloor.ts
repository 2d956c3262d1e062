import type { ObjectKey } from "../../api/metadata.ts";
import { floorInForce } from "../../calendar/floorInForce.ts";
import type { OthersFloor } from "../../plan/snapshot.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { Instant } from "../../units/instant.ts";
import { replicas } from "../../units/replicas.ts";
import { observeTarget, plannerOf } from "../cronHpa/observeTarget.ts";
import type { ObservedAutoscaler } from "./observeAutoscaler.ts";

/**
 * What the CronHPAs of a target ask for now, without the plan of this autoscaler: so much stands whatever is planned.
 * While one of them is suspended, or cannot be read, nothing that stands is lowered.
 */
export function othersFloor(
  cluster: Cluster,
  { target, scale }: ObservedAutoscaler,
  { autoscaler, now }: { readonly autoscaler: ObjectKey; readonly now: Instant },
): OthersFloor | undefined {
  const { asking, frozen, advisory, invalid } = observeTarget(cluster, target);
  const others = asking.filter(({ metadata }) => plannerOf(metadata) !== autoscaler.name);
  const isFrozen = invalid.length > 0 || others.some((object) => frozen.has(object));
  const ruling = others.filter((object) => !frozen.has(object) && !advisory.has(object));
  if (isFrozen && scale.applied !== undefined) return { floor: scale.applied.floor, until: undefined };
  if (ruling.length === 0) return undefined;
  const { floor, nextChangeAt } = floorInForce(ruling, now);
  return floor === undefined || floor === 0 ? undefined : { floor: replicas(floor), until: nextChangeAt };
}
