import type { Grid } from "../views/grid.ts";
import { fadeSteps } from "./levelFade.ts";
import type { Member } from "./member.ts";
import type { Ahead } from "../views/ahead.ts";
import type { SimilarDays } from "../views/similarDays.ts";

/** How much of the level of the last 24 h against the shape's stays over the whole horizon. */
const LEVEL_KEPT = 0.7;

/**
 * The shape of similar days (`similarDays`) at the level of now:
 * z[t+h] = s[t+h] + κ Δ24h + (Δ1h − κ Δ24h) e^(−h / 4 h), with Δ the mean of z − s over the last hours.
 * Source: the level correction of `laggedShape`, over another shape.
 */
export function similarShape(name: string, usualError: number): Member {
  return {
    name,
    view: "log",
    // From less than two weeks it cannot tell which days are alike.
    needsDays: 15,
    usualError,
    fixed: true,
    fits: (_, origins) => origins.map(() => []),
    path: ({ fine, similar }, _, ahead) => pathFrom(fine, similar, ahead),
  };
}

function pathFrom(grid: Grid, similar: SimilarDays, { origin, steps }: Ahead): Float64Array {
  const { day, perHour } = grid;
  const hour = Math.max(1, Math.round(perHour));
  const lastHour = against(grid, similar, origin - hour, origin);
  const kept = LEVEL_KEPT * against(grid, similar, Math.max(day, origin - day), origin);
  const fade = fadeSteps(grid);
  const path = new Float64Array(steps.length);
  for (let s = 0; s < steps.length; s++) {
    const h = steps[s]!;
    const shape = similar.at(origin + h - 1, similar.firstDay(h));
    path[s] = shape + kept + (lastHour - kept) * Math.exp(-h / fade);
  }
  return path;
}

/** Mean of z − s over [from, to). */
function against({ z }: Grid, similar: SimilarDays, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += z[i]! - similar.at(i, 1);
  return sum / (to - from);
}
