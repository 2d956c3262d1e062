import { analogues } from "./analogues.ts";
import { autoregression } from "./autoregression.ts";
import { directRegression } from "./directRegression.ts";
import { laggedShape } from "./laggedShape.ts";
import type { Member } from "./member.ts";
import { naive } from "./naive.ts";
import { seasonalSmoothing } from "./seasonalSmoothing.ts";
import { soonRegression } from "./soonRegression.ts";

/** In hours; 4, 26, 47, 96 and 170 as well made nothing better. */
const LAGS = [1, 2, 3, 23, 24, 25, 48, 49, 72, 120, 144, 167, 168, 169];
const DAY = { usualError: 1.3, period: "day", periods: 1, levelKept: 0 } as const;
const WEEK = { usualError: 1.2, period: "week", periods: 1, levelKept: 0.6 } as const;

/**
 * Once a week is known, those that know nothing of weeks make the others no better: with them the error of the traces
 * was 0.5 to 2 % larger, and that of M4 the same.
 */
function young(member: Member): Member {
  return { ...member, untilDays: 8 };
}

/**
 * Everyone who may have a say; how much, is measured. Each looks at the series in a way of its own: two that say nearly
 * the same have two votes. A second direct regression, of logarithms, and the mean of similar days, which that
 * regression looks at already, made M4's training part 0.5 % worse, and the traces as means of hours as much.
 */
export const MEMBERS: readonly Member[] = [
  directRegression({ name: "direct", view: "sqrt", usualError: 1 }),
  autoregression({
    name: "autoregression",
    view: "log",
    needsDays: 8,
    usualError: 1.05,
    lags: LAGS,
    prior: { 1: 0.4, 24: 0.3, 168: 0.3 },
    priorRows: 10,
    levelHours: 168,
  }),
  autoregression({
    name: "autoregression-week",
    view: "log",
    needsDays: 15,
    usualError: 1.1,
    lags: LAGS,
    prior: { 1: 0.7 },
    priorRows: 10,
    levelHours: 168,
    difference: 168,
    finerThanHours: true,
  }),
  young(
    autoregression({
      name: "autoregression-day",
      view: "log",
      needsDays: 3,
      usualError: 1.15,
      lags: LAGS.filter((hours) => hours < 50),
      prior: { 1: 0.5, 24: 0.5 },
      priorRows: 10,
      levelHours: 24,
    }),
  ),
  autoregression({
    name: "autoregression-similar",
    view: "log",
    needsDays: 15,
    usualError: 1,
    lags: LAGS.filter((hours) => hours < 50),
    prior: { 1: 0.7, 24: 0.1 },
    priorRows: 10,
    levelHours: 0,
    against: "SimilarDays",
  }),
  young(seasonalSmoothing("smoothing", 1.15)),
  laggedShape({ name: "weeks-levelled", usualError: 1.15, period: "week", periods: 4, levelKept: 0.6 }),
  young(laggedShape({ ...DAY, name: "day-levelled" })),
  young(laggedShape({ ...DAY, name: "days-levelled", periods: 7, levelKept: 0.3, finerThanHours: true })),
  analogues({ name: "analogues", view: "sqrt", usualError: 1.1, window: 12, fadeHours: 5, levelKept: 0.7 }),
  analogues({ name: "analogues-long", view: "log", usualError: 1.1, window: 36, fadeHours: 16, levelKept: 0.9 }),
  soonRegression("soon-log", "log", 1.05),
  soonRegression("soon-sqrt", "sqrt", 1.05),
  young(laggedShape({ ...DAY, name: "day-sharp", sharp: true })),
  laggedShape({ ...WEEK, name: "week-sharp", sharp: true }),
  naive("naive-day", 1.5),
  naive("naive-week", 1.4),
  naive("last-value", 2),
];
