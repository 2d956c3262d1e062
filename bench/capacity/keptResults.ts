import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Origin } from "./origin.ts";

/** A result on the disk, with the state of the project that made it. */
export interface Kept<T> {
  readonly origin: Origin;
  readonly value: T;
}

export interface Keeping {
  /** The state of the project that would make it now. */
  readonly origin: Origin;
  /** Takes what is there, whatever made it, and makes nothing. */
  readonly keptOnly: boolean;
}

/** What is kept at the path; undefined where another engine than that of now made it, unless anything is taken. */
export function kept<T>(path: string, { origin, keptOnly }: Keeping): Kept<T> | undefined {
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Partial<Kept<T>>) : undefined;
  // Without an origin nobody can say what it is a figure of.
  if (before?.origin === undefined) return undefined;
  return keptOnly || before.origin.engine === origin.engine ? (before as Kept<T>) : undefined;
}

/** Keeps what was made now. */
export function put<T>(path: string, { origin }: Keeping, value: T): Kept<T> {
  const made: Kept<T> = { origin, value };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(made));
  return made;
}

/** What is kept, or else what is made and kept; undefined when nothing is there and nothing may be made. */
export async function keptOrMade<T>(
  path: string,
  keeping: Keeping,
  make: () => Promise<T>,
): Promise<Kept<T> | undefined> {
  const before = kept<T>(path, keeping);
  return before !== undefined || keeping.keptOnly ? before : put(path, keeping, await make());
}
