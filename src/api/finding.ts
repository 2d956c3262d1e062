import type { Failure } from "../units/failure.ts";
import { quote } from "../units/failure.ts";

/** Something wrong at a place in an object; the object is looked at again for the value found there. */
export interface Finding {
  readonly path: readonly PropertyKey[];
  /** CamelCase and stable. */
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** What happens to an object that cannot be believed. */
export const UNTIL_THEN = "until then nothing of this object is acted on";

/** A finding for people: where, what was found there, what to do. */
export function failureAt(raw: unknown, { path, code, message, remedy }: Finding): Failure {
  return { code, message, remedy, field: fieldName(path), value: quoteAnything(valueAt(raw, path)) };
}

/** `spec.targets[0].peak` */
export function fieldName(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return text.length <= 200 ? text.replace(/^\./, "") : `${text.slice(1, 200)}…`;
}

export function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

/** Files can hold what JSON cannot: infinities, and anchors that make a cycle. */
export function quoteAnything(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  try {
    return quote(value);
  } catch {
    return "a value that contains itself";
  }
}
