import { type OwnObject, parseObject } from "../api/parse.ts";
import type { Cluster, OwnKind, RawObject } from "../ports/cluster.ts";
import { type Failure, describeFailure } from "../units/failure.ts";
import type { Result } from "../units/result.ts";

export type Own<K extends OwnKind> = Extract<OwnObject, { readonly kind: K }>;
export type Read<K extends OwnKind> = Result<Own<K>, readonly Failure[]>;

/** Parsing costs more than a turn; an object of the view is never changed in place, so it is parsed once. */
const parsed = new WeakMap<RawObject, Result<OwnObject, readonly Failure[]>>();

export function readOwn<K extends OwnKind>(kind: K, raw: RawObject): Read<K> {
  const known = parsed.get(raw);
  const result = known ?? parseObject({ ...raw, kind });
  if (known === undefined) parsed.set(raw, result);
  return result as Read<K>;
}

/** The objects of the kind that can be believed. Those under deletion have no say any more. */
export function validOf<K extends OwnKind>(cluster: Cluster, kind: K, namespace?: string): readonly Own<K>[] {
  return (cluster.list(kind, namespace) as readonly RawObject[])
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .flatMap((raw) => {
      const result = readOwn(kind, raw);
      return result.ok ? [result.value] : [];
    });
}

/** All that is wrong with an object, on one line. */
export function describeFailures(failures: readonly Failure[]): string {
  return failures.map(describeFailure).join("; ");
}
