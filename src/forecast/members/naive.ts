import type { Grid } from "../views/grid.ts";
import type { Member } from "./member.ts";

export const NAIVES = ["naive-day", "naive-week", "last-value"] as const;
export type Naive = (typeof NAIVES)[number];

/**
 * The plain naives: the value of a day, a week, or a step before, as it was. They are the safe members, and what skill
 * is measured against.
 * Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., §5.2.
 */
export function naive(name: Naive, usualError: number): Member {
  return {
    name,
    // The view that keeps spikes: a naive repeats what was, or it would not be the one that skill is measured against.
    view: "sqrt",
    needsDays: name === "naive-week" ? 7 : name === "naive-day" ? 1 : 0,
    usualError,
    fixed: true,
    fits: (_, origins) => origins.map(() => []),
    path: ({ fine }, _, { origin, steps }) => {
      const lag = lagOf(name, fine);
      const path = new Float64Array(steps.length);
      for (let s = 0; s < steps.length; s++) {
        const h = steps[s]!;
        path[s] = fine.z[origin + h - 1 - Math.ceil(h / lag) * lag]!;
      }
      return path;
    },
  };
}

function lagOf(name: Naive, { day, week }: Grid): number {
  return name === "naive-day" ? day : name === "naive-week" ? week : 1;
}
