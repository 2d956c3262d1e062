import type { RawObject } from "../../ports/cluster.ts";

/** What became of somebody else's schedules. */
export interface Imported {
  readonly objects: readonly RawObject[];
  /** What could not be carried over. */
  readonly left: readonly LeftOut[];
  /** What is carried over, and means something else here. */
  readonly notes: readonly string[];
}

export interface LeftOut {
  /** `CronHorizontalPodAutoscaler vision/evening, job scale-up`. */
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

export const NOTHING: Imported = { objects: [], left: [], notes: [] };

export function together(parts: readonly Imported[]): Imported {
  return {
    objects: parts.flatMap(({ objects }) => objects),
    left: parts.flatMap(({ left }) => left),
    notes: [...new Set(parts.flatMap(({ notes }) => notes))],
  };
}

/** A text as a Kubernetes name: `Double 11!` → `double-11`; `fallback` where nothing of it is left. */
export function nameFrom(text: string, fallback: string): string {
  const plain = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replace(/^-+|-+$/g, "");
  return plain === "" ? fallback : plain;
}
