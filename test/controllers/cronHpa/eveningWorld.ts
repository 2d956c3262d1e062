import { windowed, worldAt } from "../world.ts";

/** Thirty replicas for an hour, an hour after a world of these begins. */
export const WINDOW = ["2026-11-11T01:00:00Z", "2026-11-11T02:00:00Z", 30] as const;

/** Floors are enforced, and nobody asks for one yet; the controllers are not begun. */
export function enforcing(options: Parameters<typeof worldAt>[1] = {}) {
  return worldAt("2026-11-11T00:00:00Z", { which: "enforce", ...options });
}

/** The same with a CronHPA `evening` of that window, and the controllers begun. */
export function eveningWorld(options: Parameters<typeof worldAt>[1] = {}) {
  const world = enforcing(options);
  world.put(windowed("evening", [WINDOW]));
  world.begin();
  return world;
}
