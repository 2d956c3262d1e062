import { type Json, TRANSFORMS } from "../../adapters/kubernetes/transforms.ts";
import { RESOURCES } from "../../adapters/kubernetes/resources.ts";
import type { Observed, ObservedKind } from "../../ports/cluster.ts";
import { formatInstant, type Instant, instant } from "../../units/instant.ts";
import { type Failure, quote } from "../../units/failure.ts";
import { failed, type Result, success } from "../../units/result.ts";

export interface ReadObject {
  readonly object: Observed[ObservedKind];
  /** It says how it stands; a manifest as people write it does not. */
  readonly hasStatus: boolean;
}

export interface ReadingRules {
  readonly at: Instant;
  /** Of objects that name none. */
  readonly namespace: string;
}

/** Long before anything that is planned: who writes a manifest has filed it in time. */
const FILED_LONG_AGO = formatInstant(instant(0));

/** Manifests of watched kinds as a cluster would show them; other kinds are left out. */
export function readObjects(
  documents: readonly unknown[],
  rules: ReadingRules,
): Result<readonly ReadObject[], Failure> {
  const read: ReadObject[] = [];
  for (const raw of documents.flatMap(itemsOf)) {
    const kind = watchedKind(raw);
    if (kind === undefined) continue;
    try {
      read.push(readOne(kind, raw, rules));
    } catch (cause) {
      return failed(unreadable(kind, raw, cause));
    }
  }
  return success(read);
}

/** The entries of a `kind: List`, as kubectl prints several objects. */
function itemsOf(document: Json): readonly Json[] {
  return document?.kind === "List" && Array.isArray(document.items) ? document.items : [document];
}

function watchedKind(raw: Json): ObservedKind | undefined {
  const kinds = Object.keys(RESOURCES) as ObservedKind[];
  const group = (apiVersion: string) => (apiVersion.includes("/") ? apiVersion.split("/")[0] : "");
  return kinds.find(
    (kind) => kind === raw?.kind && group(RESOURCES[kind].apiVersion) === group(String(raw.apiVersion ?? "")),
  );
}

function readOne(kind: ObservedKind, raw: Json, { at, namespace }: ReadingRules): ReadObject {
  if (typeof raw.metadata?.name !== "string") throw new TypeError("metadata.name is missing");
  const place = RESOURCES[kind].namespaced ? (raw.metadata.namespace ?? namespace) : "";
  const metadata = {
    creationTimestamp: FILED_LONG_AGO,
    uid: `${kind}/${place}/${raw.metadata.name}`,
    ...raw.metadata,
    namespace: place,
  };
  const object = TRANSFORMS[kind]({ ...raw, metadata, status: statusOf(kind, raw, at) });
  return { object, hasStatus: raw.status !== undefined };
}

/** A Node that does not say otherwise is Ready; a quota that says nothing yet will hold what its spec says. */
function statusOf(kind: ObservedKind, { spec, status }: Json, at: Instant): unknown {
  if (kind === "Node" && status?.conditions === undefined) {
    const ready = { type: "Ready", status: "True", lastTransitionTime: formatInstant(at) };
    return { ...status, conditions: [ready] };
  }
  if (kind === "ResourceQuota" && status?.hard === undefined) return { hard: spec?.hard ?? {}, used: {} };
  return status;
}

function unreadable(kind: string, raw: Json, cause: unknown): Failure {
  return {
    code: "UnreadableObject",
    message: `${kind} ${quote(raw?.metadata?.name)}: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: "give the object as kubectl get -o yaml prints it, or leave it out",
    cause,
  };
}
