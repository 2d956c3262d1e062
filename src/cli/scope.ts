import { wrongUsage } from "./fail.ts";
import { namesOf } from "./run.ts";

export interface ScopeFlags {
  readonly all?: boolean;
  readonly namespaces?: string;
}

/**
 * Where a command acts that must not act everywhere by an oversight.
 * @returns the namespaces that were named; none when `--all` was
 */
export function scopeOf(command: string, { all, namespaces }: ScopeFlags): readonly string[] {
  const named = namesOf(namespaces);
  if ((all === true) === named.length > 0) {
    throw wrongUsage(`${command} needs a scope`, "give either --all or --namespaces");
  }
  return named;
}
