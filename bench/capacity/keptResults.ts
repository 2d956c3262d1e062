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

/**
 * What is kept at the path when this engine made it; else it is made and kept.
 * @returns undefined when nothing is there and nothing may be made
 */
export async function keptOrMade<T>(
  path: string,
  { origin, keptOnly }: Keeping,
  make: () => Promise<T>,
): Promise<Kept<T> | undefined> {
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Partial<Kept<T>>) : undefined;
  // Without an origin nobody can say what it is a figure of.
  const known = before?.origin === undefined ? undefined : (before as Kept<T>);
  if (keptOnly || known?.origin.engine === origin.engine) return known;
  const made: Kept<T> = { origin, value: await make() };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(made));
  return made;
}
