import { type ObjectMeta, POOL_LABEL, WAKER_LABEL } from "../api/metadata.ts";
import type { Pod } from "../api/observed.ts";

type Labelled = Pick<ObjectMeta, "labels" | "ownerReferences">;

/** The pool that the pod is a placeholder of; undefined for every other pod. */
export function poolOfPlaceholder(metadata: Labelled): string | undefined {
  return labelOf(metadata, POOL_LABEL);
}

/** The pool that woke the scheduler with the pod; undefined for every other pod. */
export function poolOfWaker(metadata: Labelled): string | undefined {
  return labelOf(metadata, WAKER_LABEL);
}

/** The pool of a placeholder or a waker; undefined for every other pod. */
export function poolOf(metadata: Labelled): string | undefined {
  return poolOfPlaceholder(metadata) ?? poolOfWaker(metadata);
}

/** A placeholder keeps its room while it runs: one that was evicted, or refused by its node, stands there in vain. */
export function holdsRoom({ spec, status }: Pod): boolean {
  return spec.nodeName !== undefined && !isOver(status);
}

export function isOver({ phase }: Pod["status"]): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

/** Labels can be copied: a pod that another controller owns serves somebody, and is never touched. */
function labelOf({ labels, ownerReferences = [] }: Labelled, name: string): string | undefined {
  const controller = ownerReferences.find((owner) => owner.controller === true);
  return controller === undefined || controller.kind === "WarmPool" ? labels?.[name] : undefined;
}
