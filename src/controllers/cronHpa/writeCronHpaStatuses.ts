import type { CronHpaStatus } from "../../api/cronHpa.ts";
import type { ExactKey, ObjectMeta } from "../../api/metadata.ts";
import type { Cluster, WriteFailure } from "../../ports/cluster.ts";
import type { Instant } from "../../units/instant.ts";
import { conditionsFrom, fitted } from "../conditions.ts";
import { describeFailures, readOwn } from "../ownObjects.ts";
import { publishStatus } from "../publishStatus.ts";
import { type Enforced, cronHpaStatusOf } from "./cronHpaStatusOf.ts";
import type { ObservedTarget } from "./observeTarget.ts";

/** Writes the statuses that changed, of every CronHPA of the target, readable or not. */
export async function writeCronHpaStatuses(
  cluster: Cluster,
  { asking, invalid }: ObservedTarget,
  enforced: Enforced,
  now: Instant,
): Promise<WriteFailure | undefined> {
  const wanted = [
    ...asking.map((object) => ({
      metadata: object.metadata,
      before: object.status,
      status: cronHpaStatusOf(object, enforced, now),
    })),
    ...invalid.map((raw) => {
      const before = raw.status as CronHpaStatus | undefined;
      const read = readOwn("CronHPA", raw);
      const message = read.ok ? "" : describeFailures(read.failure);
      return { metadata: raw.metadata, before, status: invalidStatus(raw.metadata, { before, message, now }) };
    }),
  ];
  let failure: WriteFailure | undefined;
  for (const { metadata, before, status } of wanted) {
    const published = await publishStatus(cluster, "CronHPA", { key: keyOf(metadata), before, status });
    if (!published.ok) failure = published.failure;
  }
  return failure;
}

export function invalidStatus(
  { generation }: ObjectMeta,
  { before, message, now }: { before: CronHpaStatus | undefined; message: string; now: Instant },
): CronHpaStatus {
  const text = fitted(`${message}; until then the floor that stands is not lowered`, 4096);
  const finding = { reason: "InvalidSpec", message: text };
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    conditions: conditionsFrom(
      [
        { type: "Ready", status: false, ...finding },
        { type: "Stalled", status: true, ...finding },
      ],
      before?.conditions,
      { now, generation },
    ),
  };
}

function keyOf({ namespace, name, uid }: ObjectMeta): ExactKey {
  return { namespace, name, uid };
}
