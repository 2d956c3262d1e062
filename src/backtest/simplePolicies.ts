import type { Policy, Scenario } from "./policy.ts";
import { cronPolicy } from "./policies/cronPolicy.ts";
import { foresightPolicy } from "./policies/foresightPolicy.ts";
import { horizontalPolicy } from "./policies/horizontalPolicy.ts";
import { lastWeekLevelPolicy, naivePolicy } from "./policies/lastWeekPolicies.ts";
import { staticPolicy } from "./policies/staticPolicy.ts";

export const SIMPLE_POLICIES = ["static", "hpa", "cron", "naive", "lastweek+level", "foresight"] as const;
export type SimplePolicyName = (typeof SIMPLE_POLICIES)[number];

export const HPA_TARGETS = [0.7, 0.8, 0.9, 1.0] as const;
export const DEFAULT_HPA_TARGET = 0.7;

interface Family {
  readonly make: (scenario: Scenario, knobs: { readonly factor: number; readonly hpaTarget: number }) => Policy;
  readonly defaultFactor: number;
  readonly factors: readonly number[];
  /** Whether the HPA target is turned beside the knob. */
  readonly swept: boolean;
}

const STEPS = [0, 0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.6, 1.8, 2, 2.5, 3, 4, 6];

const FAMILIES: Readonly<Record<SimplePolicyName, Family>> = {
  static: {
    make: (scenario, { factor }) => staticPolicy(scenario, factor),
    defaultFactor: 1.2,
    factors: geometricSteps(0.1, 20, 1.07),
    swept: false,
  },
  hpa: {
    make: (scenario, { factor }) => horizontalPolicy(scenario, factor),
    defaultFactor: DEFAULT_HPA_TARGET,
    factors: [
      0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1,
    ],
    swept: false,
  },
  cron: { make: cronPolicy, defaultFactor: 1.1, factors: STEPS, swept: true },
  naive: { make: naivePolicy, defaultFactor: 1.2, factors: STEPS, swept: true },
  "lastweek+level": { make: lastWeekLevelPolicy, defaultFactor: 1.2, factors: STEPS, swept: true },
  foresight: {
    make: foresightPolicy,
    defaultFactor: 1,
    factors: [0.5, 0.6, 0.7, 0.8, 0.9, 1],
    swept: true,
  },
};

/** The policy as it is when nobody turns anything. */
export function atDefault(name: SimplePolicyName, scenario: Scenario): Policy {
  const { make, defaultFactor } = FAMILIES[name];
  return make(scenario, { factor: defaultFactor, hpaTarget: DEFAULT_HPA_TARGET });
}

/** The points of its curve: for each HPA target all knobs, ascending. */
export function swept(name: SimplePolicyName, scenario: Scenario): readonly Policy[] {
  const { make, factors, swept: turnsTarget } = FAMILIES[name];
  const targets = turnsTarget ? HPA_TARGETS : [DEFAULT_HPA_TARGET];
  return targets.flatMap((hpaTarget) => factors.map((factor) => make(scenario, { factor, hpaTarget })));
}

/** 1 and its multiples by whole powers of the ratio, from `least` to `most`. */
function geometricSteps(least: number, most: number, ratio: number): readonly number[] {
  const from = Math.ceil(Math.log(least) / Math.log(ratio));
  const to = Math.floor(Math.log(most) / Math.log(ratio));
  return Array.from({ length: to - from + 1 }, (_, i) => ratio ** (from + i));
}
