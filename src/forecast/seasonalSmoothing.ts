import type { Grid } from "./grid.ts";
import { hourlyHorizon, hourlyOrigin, refined } from "./hourlyView.ts";
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
      const path = Float64Array.from({ length: horizon }, (_, h) => {
        const i = origin + h;
        return seasonAt(state, i) + residual! ** (h + 1) * state.residual;
      });
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

/** Filters [0, to) and returns the mean absolute one-step error behind the first two days. */
function run(grid: Grid, state: State, { parameters, to }: { parameters: Parameters; to: number }): number {
  const [alpha, delta, omega, phi] = parameters;
  const { day, week } = state;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < to; i++) {
    const d = i % day.length;
    const w = i % week.length;
    const r = grid.z[i]! - (state.level + day[d]! + week[w]!);
    if (grid.known[i] === 0) {
      state.residual *= phi;
      continue;
    }
    if (i >= 2 * day.length) {
      sum += Math.abs(r - phi * state.residual);
      count++;
    }
    state.level += alpha * r;
    day[d]! += delta * r;
    week[w]! += omega * r;
    state.residual = r * (1 - alpha - delta - omega);
  }
  return count === 0 ? 0 : sum / count;
}

/** Coordinate search: each parameter in turn takes its best value while the others stay. */
function searched(grid: Grid, to: number): Parameters {
  const start = startOf(grid);
  const errorOf = (parameters: Parameters): number =>
    run(grid, { ...start, day: start.day.slice(), week: start.week.slice() }, { parameters, to });
  let best = { parameters: START, error: errorOf(START) };
  for (let turn = 0; turn < ROUNDS * GRIDS.length; turn++) {
    const j = turn % GRIDS.length;
    for (const candidate of GRIDS[j]!) {
      const parameters = best.parameters.with(j, candidate) as unknown as Parameters;
      const error = candidate === best.parameters[j] ? Infinity : errorOf(parameters);
      if (error < best.error) best = { parameters, error };
    }
  }
  return best.parameters;
}
