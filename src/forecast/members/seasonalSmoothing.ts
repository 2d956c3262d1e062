import type { Grid } from "../views/grid.ts";
import { hourlyHorizon, hourlyOrigin, refined } from "../views/hourlyView.ts";
import type { Member } from "./member.ts";

/** Smoothing of level, day and week, and the memory of the last residual; each within [0, 1). */
type Parameters = readonly [level: number, day: number, week: number, residual: number];

const START: Parameters = [0.02, 0.15, 0.15, 0.6];
const GRIDS: readonly (readonly number[])[] = [
  [0.001, 0.005, 0.02, 0.06, 0.15, 0.4],
  [0.02, 0.08, 0.15, 0.25, 0.4],
  [0.02, 0.08, 0.15, 0.25, 0.4],
  [0, 0.3, 0.6, 0.8, 0.9, 0.97],
];
const ROUNDS = 2;

/**
 * Exponential smoothing with a season of a day within one of a week and an autoregressive residual, on hours.
 * ŷ = l + d + w + φ e₋₁;  l += α r, d += δ r, w += ω r with r = y − (l + d + w), e = r.
 * Source: Taylor (2003), J. Operational Research Society 54 (double seasonal exponential smoothing), eq. 4–7.
 */
export function seasonalSmoothing(name: string, usualError: number): Member {
  return {
    name,
    view: "log",
    needsDays: 2,
    usualError,
    fits: ({ fine, hourly }, origins) => {
      // Four parameters of the whole history: refitting them for each rehearsal changes nothing that can be measured.
      const last = hourlyOrigin(hourly, fine.z.length, origins[origins.length - 1]!);
      const fit = [Float64Array.from(searched(hourly.grid, last))];
      return origins.map(() => fit);
    },
    path: ({ fine, hourly }, [parameters], ahead) => {
      const origin = hourlyOrigin(hourly, fine.z.length, ahead.origin);
      const [level, day, week, residual] = parameters!;
      const state = startOf(hourly.grid);
      run(hourly.grid, state, { parameters: [level!, day!, week!, residual!], to: origin });
      const horizon = hourlyHorizon(hourly, ahead.steps[ahead.steps.length - 1]!);
      const path = new Float64Array(horizon);
      for (let h = 0, fading = state.residual; h < horizon; h++) {
        fading *= residual!;
        path[h] = seasonAt(state, origin + h) + fading;
      }
      return refined(hourly, fine, path, ahead);
    },
  };
}

interface State {
  level: number;
  readonly day: Float64Array;
  readonly week: Float64Array;
  residual: number;
}

function seasonAt({ level, day, week }: State, i: number): number {
  return level + day[i % day.length]! + week[i % week.length]!;
}

/** The level and the day's shape of the first week; the week's shape starts at nothing. */
function startOf(grid: Grid): State {
  const days = Math.max(1, Math.min(7, Math.floor(grid.z.length / grid.day)));
  const length = Math.min(grid.z.length, days * grid.day);
  const level = grid.prefix[length]! / Math.max(1, length);
  const day = new Float64Array(grid.day);
  for (let i = 0; i < length; i++) day[i % grid.day]! += (grid.z[i]! - level) / days;
  return { level, day, week: new Float64Array(grid.week), residual: 0 };
}

/**
 * Filters [0, to) and returns the sum of absolute one-step errors behind the first two days; Infinity as soon as it
 * passes `limit`, when the state does not matter any more.
 */
function run(grid: Grid, state: State, { parameters, to, limit = Infinity }: Filtering): number {
  const [alpha, delta, omega, phi] = parameters;
  const { day, week } = state;
  const { z, known } = grid;
  const kept = 1 - alpha - delta - omega;
  const counted = 2 * day.length;
  // As numbers, not as whatever a field may hold: else each step of the loop makes new ones in memory.
  let level = Number(state.level);
  let residual = Number(state.residual);
  let sum = 0;
  for (
    let i = 0, d = 0, w = 0;
    i < to;
    i++, d = d + 1 === day.length ? 0 : d + 1, w = w + 1 === week.length ? 0 : w + 1
  ) {
    if (known[i] === 0) {
      residual *= phi;
      continue;
    }
    const r = z[i]! - (level + day[d]! + week[w]!);
    if (i >= counted) {
      sum += Math.abs(r - phi * residual);
      if (sum > limit) return Infinity;
    }
    level += alpha * r;
    day[d]! += delta * r;
    week[w]! += omega * r;
    residual = r * kept;
  }
  state.level = level;
  state.residual = residual;
  return sum;
}

interface Filtering {
  readonly parameters: Parameters;
  readonly to: number;
  readonly limit?: number;
}

/** Coordinate search: each parameter in turn takes its best value while the others stay. */
function searched(grid: Grid, to: number): Parameters {
  const start = startOf(grid);
  const state = { ...start, day: start.day.slice(), week: start.week.slice() };
  const errorOf = (parameters: Parameters, limit: number): number => {
    state.day.set(start.day);
    state.week.set(start.week);
    state.level = start.level;
    state.residual = start.residual;
    return run(grid, state, { parameters, to, limit });
  };
  let best = { parameters: START, error: errorOf(START, Infinity) };
  for (let turn = 0; turn < ROUNDS * GRIDS.length; turn++) {
    const j = turn % GRIDS.length;
    for (const candidate of GRIDS[j]!) {
      const parameters = best.parameters.with(j, candidate) as unknown as Parameters;
      const error = candidate === best.parameters[j] ? Infinity : errorOf(parameters, best.error);
      if (error < best.error) best = { parameters, error };
    }
  }
  return best.parameters;
}
