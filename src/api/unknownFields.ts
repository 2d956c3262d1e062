import type { Failure } from "../units/failure.ts";
import { objectSchema, type StructuralSchema } from "./crd.ts";
import { fieldName, quoteAnything } from "./finding.ts";
import { type Kind, KINDS } from "./parse.ts";

/** More than this of one object teaches nobody anything. */
const MOST = 20;

/**
 * Fields of a manifest that its kind does not have: the API server drops them in silence, so a typing mistake becomes
 * a default. The status is not looked at: it is not the writer's.
 */
export function unknownFields(raw: unknown): readonly Failure[] {
  const kind = KINDS.find((known) => known === (raw as { kind?: unknown } | null)?.kind);
  if (kind === undefined) return [];
  return walk(raw, objectSchema(kind), { kind, path: [] }).slice(0, MOST);
}

interface Place {
  readonly kind: Kind;
  readonly path: readonly PropertyKey[];
}

function walk(value: unknown, schema: StructuralSchema, { kind, path }: Place): readonly Failure[] {
  // The schema is finite, so the walk is, whatever the value holds.
  if (Array.isArray(value) && schema.items !== undefined) {
    const { items } = schema;
    return value.slice(0, 1_000).flatMap((entry, index) => walk(entry, items, { kind, path: [...path, index] }));
  }
  const { properties } = schema;
  if (properties === undefined || typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const below = [...path, name];
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) return [unknown(below, inner, { kind, known: Object.keys(properties) })];
    return path.length === 0 && name === "status" ? [] : walk(inner, property, { kind, path: below });
  });
}

function unknown(path: readonly PropertyKey[], value: unknown, at: { kind: Kind; known: readonly string[] }): Failure {
  const meant = nearest(String(path.at(-1)), at.known);
  return {
    code: "UnknownField",
    field: fieldName(path),
    value: quoteAnything(value),
    message: `is not a field of ${at.kind}, and the API server would drop it`,
    remedy: meant === undefined ? "remove it" : `remove it, or write ${meant}`,
  };
}

function nearest(name: string, known: readonly string[]): string | undefined {
  const near = known
    .map((other) => ({ other, distance: distance(name.toLowerCase().slice(0, 64), other.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near !== undefined && near.distance <= 2 ? near.other : undefined;
}

/**
 * Letters to insert, delete or replace.
 * @see Wagner and Fischer, The String-to-String Correction Problem, J. ACM 21 (1974)
 */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (letter === b[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
