import type { Grid } from "../views/grid.ts";

/** What the last hour differs from a shape fades as exp(−h / 4 h). */
const FADE_HOURS = 4;

/** @returns the steps after which a difference has faded to 1/e */
export function fadeSteps({ perHour }: Pick<Grid, "perHour">): number {
  return FADE_HOURS * Math.max(perHour, 1e-9);
}
