import type { Run } from "./backtest.ts";
import { costAtShare, geometricMean, type Row, SHARES } from "./curve.ts";

/** What a policy costs over the oracle at each share of unserved demand, on each series. */
export interface PolicyCurve {
  readonly policy: string;
  readonly atShares: readonly CostAtShare[];
}

export interface CostAtShare {
  readonly share: number;
  /** One a series: what enters the mean. */
  readonly costs: readonly number[];
  /** Series on which the policy reached the share for no more than `static`; on the others `static`'s figure counts. */
  readonly reached: number;
  readonly mean: number;
}

/** The policies that a person could write down without a forecast. */
const SIMPLE = ["static", "hpa", "cron", "naive", "lastweek+level"];
export const BEST_SIMPLE = "best of the simple ones, in hindsight";

/**
 * The curves of all policies but the oracle over several series of one lead time, and of the best simple one of each.
 * @param runs swept, each with the same policies, `static` among them
 */
export function curvesOf(runs: readonly Run[], shares: readonly number[] = SHARES): readonly PolicyCurve[] {
  const names = policiesOf(runs).filter((name) => name !== "oracle");
  const curves = names.map((policy) => ({
    policy,
    atShares: shares.map((share) => costsOf(runs, policy, share)),
  }));
  const simple = curves.filter(({ policy }) => SIMPLE.includes(policy));
  return simple.length === 0 ? curves : [...curves, bestOf(simple)];
}

function costsOf(runs: readonly Run[], policy: string, share: number): CostAtShare {
  const own = runs.map(({ policies }) => costAtShare(rowsOf(policies, policy), share));
  const fixed = runs.map(({ policies }) => costAtShare(rowsOf(policies, "static"), share) ?? Infinity);
  const costs = own.map((cost, i) => Math.min(cost ?? Infinity, fixed[i]!));
  const reached = own.filter((cost, i) => cost !== undefined && cost <= fixed[i]!).length;
  return { share, costs, reached, mean: geometricMean(costs) };
}

function bestOf(curves: readonly PolicyCurve[]): PolicyCurve {
  const atShares = curves[0]!.atShares.map(({ share }, s) => {
    const all = curves.map(({ atShares: points }) => points[s]!.costs);
    const costs = all[0]!.map((_, series) => Math.min(...all.map((one) => one[series]!)));
    return { share, costs, reached: costs.filter(Number.isFinite).length, mean: geometricMean(costs) };
  });
  return { policy: BEST_SIMPLE, atShares };
}

/** One setting for all series, chosen without hindsight of any one of them. */
export interface OneKnob {
  readonly policy: string;
  readonly knob: Row["knob"];
  readonly hpaTarget: number | null;
  /** Series of which at least 99.9 % of demand was served. */
  readonly served: number;
  readonly series: number;
  /** Geometric mean. */
  readonly overOracle: number;
  readonly utilisation: number;
}

const WELL_SERVED = 0.999;

/** Every setting over all series of one lead time; settings that were not run on every one of them are left out. */
export function oneKnobs(runs: readonly Run[]): readonly OneKnob[] {
  const bySetting = new Map<string, Row[]>();
  for (const row of runs.flatMap(({ policies }) => policies)) {
    const setting = `${row.name} ${row.knob ?? ""} ${row.hpaTarget ?? ""}`;
    bySetting.set(setting, [...(bySetting.get(setting) ?? []), row]);
  }
  return [...bySetting.values()]
    .filter((rows) => rows.length === runs.length)
    .map((rows) => ({
      policy: rows[0]!.name,
      knob: rows[0]!.knob,
      hpaTarget: rows[0]!.hpaTarget,
      served: rows.filter(({ served }) => served >= WELL_SERVED).length,
      series: rows.length,
      overOracle: geometricMean(rows.map(({ overOracle }) => overOracle)),
      utilisation: rows.reduce((sum, { utilisation }) => sum + utilisation, 0) / rows.length,
    }));
}

/** The cheapest setting of a policy that serves at least so many series well; undefined when none does. */
export function cheapestServing(settings: readonly OneKnob[], policy: string, served: number): OneKnob | undefined {
  return settings
    .filter((setting) => setting.policy === policy && setting.served >= served)
    .reduce<OneKnob | undefined>((a, b) => (a === undefined || b.overOracle < a.overOracle ? b : a), undefined);
}

/** Of the settings that serve the most series well, the cheapest. */
export function bestServing(settings: readonly OneKnob[], policy: string): OneKnob | undefined {
  const most = settings.reduce((n, setting) => (setting.policy === policy ? Math.max(n, setting.served) : n), 0);
  return cheapestServing(settings, policy, most);
}

/** In the order in which they first come. */
export function policiesOf(runs: readonly Run[]): readonly string[] {
  return [...new Set(runs.flatMap(({ policies }) => policies.map(({ name }) => name)))];
}

export function leadTimesOf(runs: readonly Run[]): readonly string[] {
  return [...new Set(runs.map(({ leadTime }) => leadTime))];
}

function rowsOf(rows: readonly Row[], policy: string): readonly Row[] {
  return rows.filter(({ name }) => name === policy);
}
