import type { CampaignPhase } from "../../api/campaign.ts";
import type { ObjectKey } from "../../api/metadata.ts";
import { formatInstant, type Instant } from "../../units/instant.ts";
import type { Window } from "../../units/window.ts";
import { MOST_URGENT_FIRST } from "../campaigns/campaignPhase.ts";
import type { CampaignPlan, Plan } from "../plan.ts";

/** What `headstart plan -o json` prints; others build on this shape. Times are RFC 3339 in UTC. */
export interface PlanJson {
  readonly at: string;
  readonly targets: readonly TargetJson[];
  readonly campaigns: readonly CampaignJson[];
}

export interface TargetJson extends ObjectKey {
  readonly floor: number;
  readonly because: readonly { readonly source: string; readonly replicas: number; readonly text: string }[];
  readonly limitedBy: readonly {
    readonly kind: string;
    readonly asked: number;
    readonly given: number;
    readonly text: string;
  }[];
  readonly shortBy: number;
  readonly floors: readonly (SpanJson & { readonly minReplicas: number; readonly reason: string })[];
  readonly reservations: readonly (SpanJson & {
    readonly replicas: number;
    readonly level: string;
    readonly reason: string;
  })[];
  readonly lookAgainAt: string;
}

export interface CampaignJson extends ObjectKey {
  readonly phase: CampaignPhase;
  readonly occurrence: SpanJson | null;
  readonly targets: readonly {
    readonly name: string;
    readonly phase: CampaignPhase;
    readonly promised: number;
    readonly shortBy: number;
    readonly declared: {
      readonly baseline: number | null;
      readonly units: number | null;
      readonly replicas: number;
    } | null;
    /** What past occurrences brought: only offered. Absent where nothing is known of any. */
    readonly suggestedMultiplier?: number;
    readonly orderAt: string | null;
    readonly readyBy: string | null;
    readonly warnings: readonly string[];
  }[];
}

interface SpanJson {
  readonly start: string;
  readonly end: string;
}

/** The plans of several targets at one moment, in the order given; campaigns by namespace and name. */
export function planJson(at: Instant, plans: readonly { readonly target: ObjectKey; readonly plan: Plan }[]): PlanJson {
  return {
    at: formatInstant(at),
    targets: plans.map(({ target, plan }) => targetJson(target, plan)),
    campaigns: campaignsJson(plans),
  };
}

function targetJson({ namespace, name }: ObjectKey, plan: Plan): TargetJson {
  return {
    namespace,
    name,
    floor: plan.floor,
    because: plan.because.map(({ source, replicas, text }) => ({ source, replicas, text })),
    limitedBy: plan.limitedBy.map(({ kind, asked, given, text }) => ({ kind, asked, given, text })),
    shortBy: plan.shortBy,
    floors: plan.floors.map((window) => ({
      ...spanJson(window),
      minReplicas: window.minReplicas,
      reason: window.reason,
    })),
    reservations: plan.reservations.map((window) => ({
      ...spanJson(window),
      replicas: window.replicas,
      level: window.level,
      reason: window.reason,
    })),
    lookAgainAt: formatInstant(plan.lookAgainAt),
  };
}

/** Each campaign once, with its part in every target. */
function campaignsJson(plans: readonly { readonly target: ObjectKey; readonly plan: Plan }[]): readonly CampaignJson[] {
  const parts = new Map<string, { target: ObjectKey; campaign: CampaignPlan }[]>();
  for (const { target, plan } of plans) {
    for (const campaign of plan.campaigns) {
      const name = `${campaign.key.namespace}/${campaign.key.name}`;
      parts.set(name, [...(parts.get(name) ?? []), { target, campaign }]);
    }
  }
  return [...parts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, shares]) => {
      const first = shares.reduce((worst, share) => (isWorse(share.campaign, worst.campaign) ? share : worst));
      const { key, phase, occurrence } = first.campaign;
      const targets = shares.map(({ target, campaign }) => shareJson(target, campaign));
      return [{ ...key, phase, occurrence: occurrence === undefined ? null : spanJson(occurrence), targets }];
    });
}

/** One target's trouble is the campaign's. */
function isWorse(a: CampaignPlan, b: CampaignPlan): boolean {
  return MOST_URGENT_FIRST.indexOf(a.phase) < MOST_URGENT_FIRST.indexOf(b.phase);
}

function shareJson({ name }: ObjectKey, campaign: CampaignPlan): CampaignJson["targets"][number] {
  const { phase, promised, shortBy, declared, orderAt, readyBy, warnings, suggestedMultiplier } = campaign;
  return {
    name,
    phase,
    promised,
    shortBy,
    declared:
      declared === undefined
        ? null
        : { baseline: declared.baseline ?? null, units: declared.units ?? null, replicas: declared.replicas },
    ...(suggestedMultiplier === undefined ? {} : { suggestedMultiplier }),
    orderAt: orderAt === undefined ? null : formatInstant(orderAt),
    readyBy: readyBy === undefined ? null : formatInstant(readyBy),
    warnings,
  };
}

function spanJson({ start, end }: Window): SpanJson {
  return { start: formatInstant(start), end: formatInstant(end) };
}
