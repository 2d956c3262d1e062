import type { CronHpaStatus } from "../../api/cronHpa.ts";
import { fieldName } from "../../api/finding.ts";
import type { RawObject } from "../../ports/cluster.ts";
import type { Failure } from "../../units/failure.ts";
import { quote } from "../../units/failure.ts";
import type { Instant } from "../../units/instant.ts";
import { describeFailures, readOwn } from "../ownObjects.ts";
import { publishStatus, turnAfter } from "../publishStatus.ts";
import { type Controller, type Surroundings, controllerOf, keyOfText, textOfKey } from "../runtime/controller.ts";
import type { Turn } from "../runtime/keyedQueue.ts";
import { specChanged } from "../specChanged.ts";
import { cronHpaStatusOf } from "./cronHpaStatusOf.ts";
import { targetNamedBy } from "./observeTarget.ts";
import { invalidStatus } from "./writeCronHpaStatuses.ts";

/** Enforcement goes target by target; a CronHPA that names none that can be led would never be told why. */
export function unledCronHpas(surroundings: Surroundings): Controller {
  const { cluster, clock } = surroundings;

  async function turn(text: string): Promise<Turn> {
    const key = keyOfText(text);
    const raw = cluster.get("CronHPA", key);
    if (raw === undefined || raw.metadata.deletionTimestamp !== undefined) return { kind: "done" };
    if (targetNamedBy(raw) !== undefined) return { kind: "done" };
    const before = raw.status as CronHpaStatus | undefined;
    const change = { key: { ...key, uid: raw.metadata.uid }, before, status: statusOf(raw, before, clock.now()) };
    return turnAfter(await publishStatus(cluster, "CronHPA", change));
  }

  return controllerOf(
    {
      name: "unledCronHpa",
      concurrency: 2,
      longestDelay: 60_000,
      turn,
      watch: (add, hint) => {
        for (const { metadata } of cluster.list("CronHPA")) add(textOfKey(metadata));
        return [
          cluster.subscribe("CronHPA", (key, before, after) => {
            (specChanged(before, after) ? add : hint)(textOfKey(key));
          }),
        ];
      },
    },
    surroundings,
  );
}

function statusOf(raw: RawObject, before: CronHpaStatus | undefined, now: Instant): CronHpaStatus {
  const read = readOwn("CronHPA", raw);
  if (!read.ok) return invalidStatus(raw.metadata, { before, message: describeFailures(read.failure), now });
  const { apiVersion, kind } = read.value.spec.scaleTargetRef;
  const enforced = {
    carrier: unsupported(apiVersion, kind),
    action: undefined,
    writeFailure: undefined,
    frozen: false,
    pause: undefined,
    applied: undefined,
    shortBy: 0,
    fought: undefined,
  };
  return cronHpaStatusOf(read.value, enforced, now);
}

function unsupported(apiVersion: string, kind: string): Failure {
  return {
    code: "TargetUnsupported",
    message: "is not a kind that can be led",
    field: fieldName(["spec", "scaleTargetRef"]),
    value: quote(`${apiVersion} ${kind}`),
    remedy: "name a Deployment or a StatefulSet of apps/v1; until then no floor is written",
  };
}
