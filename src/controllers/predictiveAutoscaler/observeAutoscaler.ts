import type { Campaign } from "../../api/campaign.ts";
import type { FloorRecord } from "../../api/cronHpa.ts";
import { specWrittenAt } from "../../api/lastWritten.ts";
import type { HorizontalPodAutoscaler, Workload } from "../../api/observed.ts";
import type { ObjectKey } from "../../api/metadata.ts";
import type { PredictiveAutoscaler } from "../../api/predictiveAutoscaler.ts";
import type { ResolvedPeak } from "../../plan/declared/resolvedPeak.ts";
import type { DeclaredCampaign, ObservedScale } from "../../plan/snapshot.ts";
import type { Cluster } from "../../ports/cluster.ts";
import type { Failure } from "../../units/failure.ts";
import { type Instant, parseInstant } from "../../units/instant.ts";
import { parseQuantity } from "../../units/quantity.ts";
import { replicas } from "../../units/replicas.ts";
import { type Result, failed, success } from "../../units/result.ts";
import { type Carrier, carrierOf } from "../cronHpa/carrier.ts";
import { validOf } from "../ownObjects.ts";
import { holdsRoom, poolOfPlaceholder } from "../placeholders.ts";
import { type Target, autoscalersOf, isWatched, targetOf, workloadOf } from "../targets.ts";

/** The target of one autoscaler as it stands. */
export interface ObservedAutoscaler {
  readonly target: Target;
  readonly workload: Workload;
  readonly carrier: Carrier;
  readonly scale: ObservedScale;
}

/** What `<name>-plan` is called after. */
export function planKeyOf({ namespace, name }: ObjectKey): ObjectKey {
  return { namespace, name: `${name}-plan` };
}

/** What the autoscaler names, or why it cannot be led. */
export function observeAutoscaler(
  cluster: Cluster,
  { metadata, spec }: PredictiveAutoscaler,
): Result<ObservedAutoscaler, Failure> {
  const target = targetOf(spec.scaleTargetRef, metadata.namespace);
  if (!isWatched(target.kind)) return failed(unsupported(spec.scaleTargetRef));
  const rival = rivalOf(cluster, { metadata, spec }, target);
  if (rival !== undefined) return failed(twoPlanners(rival));
  const wrong = wrongActuation(autoscalersOf(cluster, target), spec.actuation);
  if (wrong !== undefined) return failed(wrong);
  const carrier = carrierOf(cluster, target);
  if (!carrier.ok) return carrier;
  const workload = workloadOf(cluster, target);
  if (workload === undefined) return failed(noWorkload(target));
  return success({ target, workload, carrier: carrier.value, scale: scaleOf(workload, carrier.value) });
}

function scaleOf({ status }: Workload, { floor: { value, ceiling, record } }: Carrier): ObservedScale {
  const since = parseInstant(record?.since ?? "");
  // A value other than ours is a foreign writer's, and becomes what was found.
  const ours = record !== undefined && since !== undefined && record.applied === value;
  return {
    found: replicas(Math.max(0, (ours ? record.found : value) ?? 1)),
    ceiling: ceiling === undefined ? undefined : replicas(ceiling),
    applied: record === undefined || since === undefined ? undefined : appliedOf(record, since),
    replicas: replicas(status.replicas),
    ready: replicas(status.readyReplicas),
    starting: replicas(Math.max(0, status.replicas - status.readyReplicas)),
  };
}

function appliedOf({ applied, from }: FloorRecord, since: Instant): ObservedScale["applied"] {
  return { floor: replicas(applied), since, ...(from === undefined ? {} : { from: replicas(from) }) };
}

/**
 * Campaigns that name the autoscaler, in order of their names; what they resolved to last is read from their
 * status.
 */
export function campaignsNaming(cluster: Cluster, { namespace, name }: ObjectKey): readonly Campaign[] {
  return validOf(cluster, "Campaign", namespace)
    .filter(({ spec }) => spec.targets.some((target) => target.name === name))
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

export function declaredBy(
  campaigns: readonly Campaign[],
  autoscaler: ObjectKey,
  { cluster, now }: { readonly cluster: Cluster; readonly now: Instant },
): readonly DeclaredCampaign[] {
  const reserved = replicas(placeholdersOf(cluster, planKeyOf(autoscaler)));
  return campaigns.flatMap(({ metadata, spec, status }) => {
    const target = spec.targets.find(({ name }) => name === autoscaler.name);
    if (target === undefined) return [];
    const { declared, suggestedMultiplier } = status?.targets?.find(({ name }) => name === autoscaler.name) ?? {};
    const suggested = parseQuantity(suggestedMultiplier ?? "");
    return [
      {
        key: { namespace: metadata.namespace, name: metadata.name },
        spec,
        target,
        createdAt: parseInstant(metadata.creationTimestamp ?? "") ?? now,
        changedAt: specWrittenAt(metadata) ?? now,
        resolved: declared === undefined ? undefined : resolvedPeak(declared),
        ...(suggested === undefined ? {} : { suggested }),
        reserved,
      },
    ];
  });
}

type WrittenPeak = NonNullable<NonNullable<NonNullable<Campaign["status"]>["targets"]>[number]["declared"]>;

function resolvedPeak({ baseline, units, replicas: count, resolvedAt }: WrittenPeak): ResolvedPeak | undefined {
  const at = parseInstant(resolvedAt);
  if (at === undefined || count < 0) return undefined;
  return { baseline, units, replicas: replicas(count), resolvedAt: at };
}

/** Placeholders of the pool that hold room on a node. */
export function placeholdersOf(cluster: Cluster, pool: ObjectKey): number {
  return cluster
    .list("Pod", pool.namespace)
    .filter(({ metadata }) => poolOfPlaceholder(metadata) === pool.name && metadata.deletionTimestamp === undefined)
    .filter(holdsRoom).length;
}

/** The first by creation, then by name, plans; the others wait. */
function rivalOf(cluster: Cluster, own: Pick<PredictiveAutoscaler, "metadata" | "spec">, target: Target) {
  const rank = ({ metadata }: Pick<PredictiveAutoscaler, "metadata">) =>
    `${metadata.creationTimestamp ?? ""} ${metadata.name}`;
  return validOf(cluster, "PredictiveAutoscaler", target.key.namespace)
    .filter(({ metadata, spec }) => {
      const other = targetOf(spec.scaleTargetRef, metadata.namespace);
      return metadata.name !== own.metadata.name && other.kind === target.kind && other.key.name === target.key.name;
    })
    .find((other) => rank(other) < rank(own))?.metadata.name;
}

function wrongActuation(
  autoscalers: readonly HorizontalPodAutoscaler[],
  { kind, name }: PredictiveAutoscaler["spec"]["actuation"],
): Failure | undefined {
  const [first] = autoscalers;
  if (kind === "Scale") return first === undefined ? undefined : scaleBesideHpa(first.metadata.name);
  if (first === undefined) return noHpa(name);
  if (name !== undefined && !autoscalers.some(({ metadata }) => metadata.name === name)) return otherTarget(name);
  return undefined;
}

const MEANWHILE = "until then the last plan stays in force and no new one is made";

function unsupported({ apiVersion, kind }: PredictiveAutoscaler["spec"]["scaleTargetRef"]): Failure {
  return {
    code: "TargetUnsupported",
    message: `${apiVersion} ${kind} is not a kind that can be led`,
    field: "spec.scaleTargetRef",
    remedy: `name a Deployment or a StatefulSet of apps/v1; ${MEANWHILE}`,
  };
}

function noWorkload({ kind, key }: Target): Failure {
  return {
    code: "TargetNotFound",
    message: `there is no ${kind} ${key.name} in namespace ${key.namespace}`,
    field: "spec.scaleTargetRef.name",
    remedy: `create it or correct the name; ${MEANWHILE}`,
  };
}

function noHpa(name: string | undefined): Failure {
  return {
    code: "AutoscalerNotFound",
    message: name === undefined ? "no HPA scales this target" : `there is no HPA ${name} that scales this target`,
    field: "spec.actuation",
    remedy: `create the HPA, or set actuation.kind: Scale to lead the workload itself; ${MEANWHILE}`,
  };
}

function otherTarget(name: string): Failure {
  return {
    code: "AutoscalerMismatch",
    message: `the HPA ${name} does not scale this target`,
    field: "spec.actuation.name",
    remedy: `name the HPA whose scaleTargetRef is the same as here; ${MEANWHILE}`,
  };
}

function scaleBesideHpa(name: string): Failure {
  return {
    code: "AutoscalerPresent",
    message: `the HPA ${name} scales the same target and would undo what actuation Scale writes`,
    field: "spec.actuation.kind",
    remedy: `set actuation.kind: HPA, or delete the HPA; ${MEANWHILE}`,
  };
}

function twoPlanners(other: string): Failure {
  return {
    code: "TwoPlanners",
    message: `the PredictiveAutoscaler ${other} plans for the same target`,
    field: "spec.scaleTargetRef",
    remedy: `delete one of them; until then only ${other} plans`,
  };
}
