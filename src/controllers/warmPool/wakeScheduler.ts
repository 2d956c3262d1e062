import type { WarmPool } from "../../api/warmPool.ts";
import { type WakeAction, wakeAction, type Woken } from "../../plan/actions/wakeAction.ts";
import type { Pod } from "../../api/observed.ts";
import type { Cluster, WriteFailure } from "../../ports/cluster.ts";
import { type Instant, parseInstant } from "../../units/instant.ts";
import type { ObservedPool } from "./observePool.ts";
import { podOfPool } from "./resizePool.ts";

export interface Waking {
  readonly pool: WarmPool;
  readonly observed: ObservedPool;
  readonly action: WakeAction;
}

/** @param handingOver the pool holds or hands over room, so that its target's pods may wait for what it gives up */
export function decideWake(
  { nominated, wakers, displaces }: ObservedPool,
  { handingOver, woken, now }: { readonly handingOver: boolean; readonly woken: Woken | undefined; now: Instant },
): WakeAction {
  return wakeAction({
    now,
    nominated: handingOver && displaces ? nominated.map(createdAt) : [],
    wakers: wakers.map((pod) => ({
      uid: pod.metadata.uid ?? "",
      scheduled: pod.spec.nodeName !== undefined,
      createdAt: createdAt(pod),
    })),
    woken,
  });
}

/** Removes what has done its part, which is what wakes the scheduler, then makes the next one. */
export async function carryOutWake(
  cluster: Cluster,
  { pool, observed, action }: Waking,
): Promise<WriteFailure | undefined> {
  for (const { metadata } of observed.wakers) {
    if (!action.remove.includes(metadata.uid ?? "")) continue;
    const written = await cluster.deletePod(metadata, metadata.uid ?? "");
    if (!written.ok && written.failure.code !== "NotFound") return written.failure;
  }
  const waker = action.create ? podOfPool("Waker", pool, observed) : undefined;
  if (waker === undefined) return undefined;
  const written = await cluster.createPlaceholder(waker);
  return written.ok ? undefined : written.failure;
}

function createdAt({ metadata }: Pod): Instant {
  return parseInstant(metadata.creationTimestamp ?? "") ?? (0 as Instant);
}
