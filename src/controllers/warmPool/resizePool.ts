import type { WarmPool } from "../../api/warmPool.ts";
import type { PoolAction } from "../../plan/actions/poolAction.ts";
import type { Placeholder, WriteFailure } from "../../ports/cluster.ts";
import { type Surroundings, textOfKey } from "../runtime/controller.ts";
import type { Expectations } from "./expectations.ts";
import type { ObservedPool } from "./observePool.ts";

/** Creates of one turn; the next turn goes on. A wrong count must not flood a cluster. */
const MOST_CREATES = 50;
/** Unanswered, an order may have been carried out all the same: then it stays expected. */
const UNCERTAIN: readonly WriteFailure["code"][] = ["Unavailable"];

export interface Resizing {
  readonly pool: WarmPool;
  readonly observed: ObservedPool;
  readonly action: PoolAction;
}

/** Carries out the action; stops at the first write that fails, since the next would too. */
export async function carryOut(
  { cluster, clock }: Pick<Surroundings, "cluster" | "clock">,
  expected: Expectations,
  { pool, observed, action }: Resizing,
): Promise<WriteFailure | undefined> {
  const text = textOfKey(pool.metadata);
  const surplus = observed.placeholders.filter(({ metadata }) => action.remove.includes(metadata.uid ?? ""));
  for (const pod of [...observed.spent, ...surplus]) {
    const uid = pod.metadata.uid ?? "";
    expected.willDelete(text, uid, clock.now());
    const written = await cluster.deletePod(pod.metadata, uid);
    if (!written.ok && !UNCERTAIN.includes(written.failure.code)) expected.sawDeleted(text, uid);
    if (!written.ok && written.failure.code !== "NotFound") return written.failure;
  }
  const placeholder = podOfPool("Placeholder", pool, observed);
  if (placeholder === undefined) return undefined;
  for (let i = 0; i < Math.min(action.create, MOST_CREATES); i++) {
    expected.willCreate(text, clock.now());
    const written = await cluster.createPlaceholder(placeholder);
    if (written.ok) continue;
    if (!UNCERTAIN.includes(written.failure.code)) expected.sawCreated(text);
    return written.failure;
  }
  return undefined;
}

/** @returns undefined where there is no target to have the shape of */
export function podOfPool(
  role: Placeholder["role"],
  { metadata }: WarmPool,
  { workload }: ObservedPool,
): Placeholder | undefined {
  if (workload === undefined) return undefined;
  const { namespace, name, uid } = metadata;
  return {
    role,
    namespace,
    pool: name,
    owner: { kind: "WarmPool", name, uid: uid ?? "" },
    shapeOf: { kind: workload.kind, key: { namespace, name: workload.metadata.name } },
  };
}
