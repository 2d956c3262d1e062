import { replicas } from "../../units/replicas.ts";
import type { Segment } from "../curve/curve.ts";
import type { Limit } from "../plan.ts";
import type { ObservedScale, Snapshot } from "../snapshot.ts";
import { type Limited, tallest } from "./limited.ts";

/** The least of what HPA, autoscaler and policy allow, and whose word it is. */
export interface Ceiling {
  readonly most: number;
  readonly kind: Limit["kind"];
  readonly name: string;
}

export function ceilingOf({
  scale,
  spec,
  policy,
}: Pick<Snapshot, "spec" | "policy"> & { readonly scale: Pick<ObservedScale, "ceiling"> }): Ceiling {
  const candidates: Ceiling[] = [
    { most: scale.ceiling ?? Infinity, kind: "Ceiling", name: "the HPA's maxReplicas" },
    { most: spec.maxReplicas ?? Infinity, kind: "Maximum", name: "spec.maxReplicas" },
    { most: policy.spec.limits.maxReplicas ?? Infinity, kind: "PolicyMaximum", name: `policy ${policy.name}` },
  ];
  return candidates.reduce((least, candidate) => (candidate.most < least.most ? candidate : least));
}

/** No level above the ceiling: the API server would refuse it. What is cut off is named. */
export function underCeiling<S extends Segment>(segments: readonly S[], ceiling: Ceiling): Limited<S> {
  const highest = tallest(segments);
  if (highest === undefined || highest.level <= ceiling.most) return { segments, limit: undefined };
  const given = replicas(ceiling.most);
  return {
    segments: segments.map((segment) => (segment.level > given ? { ...segment, level: given } : segment)),
    limit: {
      kind: ceiling.kind,
      asked: replicas(highest.level),
      given,
      text: `${ceiling.name} allows ${given} of ${highest.level}: ${highest.by.text(highest.level)}`,
    },
  };
}
