import type { Json } from "./transforms.ts";

/**
 * The JSON merge patch that turns `before` into `after`; undefined when nothing differs. A merge patch leaves what it
 * does not name, within objects too: what is not wanted any more has to be named there as well.
 */
export function mergeChange(before: Readonly<Record<string, unknown>>, after: object): Json | undefined {
  const change: Record<string, unknown> = {};
  const wanted = after as Readonly<Record<string, unknown>>;
  for (const [field, value] of Object.entries(wanted)) {
    const stands = before[field];
    if (JSON.stringify(sorted(stands)) === JSON.stringify(sorted(value))) continue;
    change[field] = isObject(stands) && isObject(value) ? mergeChange(stands, value) : value;
  }
  for (const field of Object.keys(before)) if (wanted[field] === undefined) change[field] = null;
  return Object.keys(change).length === 0 ? undefined : change;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The API server does not keep the order of an object's fields. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]));
}
