import type { ObjectKey } from "../api/metadata.ts";
import { UNDER_WAY } from "../plan/campaigns/campaignPhase.ts";
import type { CampaignPlan, Plan } from "../plan/plan.ts";
import type { Snapshot } from "../plan/snapshot.ts";
import { formatInstant, type Instant } from "../units/instant.ts";
import { keyOfText, textOfKey } from "./runtime/controller.ts";

/** The last decision about one target, with all it rested on. */
export interface Decided {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
}

/** One line of what was done to a target, for people. */
export interface Deed {
  readonly at: Instant;
  readonly target: ObjectKey;
  readonly text: string;
}

/** One target's part in a campaign. */
export interface CampaignShare {
  readonly autoscaler: ObjectKey;
  readonly plan: CampaignPlan;
  /** The target's floor while something is kept for the campaign; else 0. */
  readonly floor: number;
}

/**
 * Where the controllers of one process pin up their latest decisions: for the campaign controller, `explain` and the
 * status page. It is no memory: all of it is made again within one turn after a restart.
 */
export interface Board {
  publish(autoscaler: ObjectKey, decided: Decided): void;
  /** A turn of it came to its end, with or without a plan. */
  see(autoscaler: ObjectKey): void;
  /** Until its first turn has ended nobody here knows anything of it, which does not mean that there is nothing. */
  seen(autoscaler: ObjectKey): boolean;
  /** Called when its first turn has ended. */
  onSeen(listener: (autoscaler: ObjectKey) => void): () => void;
  forget(autoscaler: ObjectKey): void;
  latest(autoscaler: ObjectKey): Decided | undefined;
  autoscalers(): readonly ObjectKey[];
  /** What each target says about the campaign, in order of the targets' names. */
  sharesOf(campaign: ObjectKey): readonly CampaignShare[];
  /** Called when a target has something new to say about a campaign, or nothing any more. */
  onCampaign(listener: (campaign: ObjectKey) => void): () => void;
  did(deed: Deed): void;
  /** The last deeds, oldest first. */
  deeds(): readonly Deed[];
}

const MOST_DEEDS = 1_000;

export function createBoard(): Board {
  const decisions = new Map<string, { readonly key: ObjectKey; readonly decided: Decided }>();
  const shares = new Map<string, Map<string, CampaignShare>>();
  const listeners = new Set<(campaign: ObjectKey) => void>();
  const seen = new Set<string>();
  const seeing = new Set<(autoscaler: ObjectKey) => void>();
  let deeds: Deed[] = [];

  function see(autoscaler: ObjectKey): void {
    const text = textOfKey(autoscaler);
    if (seen.has(text)) return;
    seen.add(text);
    for (const listener of seeing) listener(autoscaler);
  }

  /** Takes back what was said of all campaigns but these, and gives those it was said of. */
  function withdraw(text: string, still: ReadonlySet<string>): readonly ObjectKey[] {
    const withdrawn = [...shares].filter(([campaign, byTarget]) => !still.has(campaign) && byTarget.delete(text));
    for (const [campaign, byTarget] of withdrawn) if (byTarget.size === 0) shares.delete(campaign);
    return withdrawn.map(([campaign]) => keyOfText(campaign));
  }

  function tell(campaigns: readonly ObjectKey[]): void {
    for (const campaign of campaigns) for (const listener of listeners) listener(campaign);
  }

  return {
    publish(autoscaler, decided) {
      const text = textOfKey(autoscaler);
      decisions.set(text, { key: autoscaler, decided });
      withdraw(text, new Set(decided.plan.campaigns.map(({ key }) => textOfKey(key))));
      const news: ObjectKey[] = [];
      for (const plan of decided.plan.campaigns) {
        const campaign = textOfKey(plan.key);
        const byTarget = shares.get(campaign) ?? new Map<string, CampaignShare>();
        const before = byTarget.get(text);
        const floor = UNDER_WAY.includes(plan.phase) ? decided.plan.floor : 0;
        byTarget.set(text, { autoscaler, plan, floor });
        shares.set(campaign, byTarget);
        const isNews = before === undefined || saidOf(before.plan) !== saidOf(plan) || before.floor !== floor;
        if (isNews) news.push(plan.key);
      }
      see(autoscaler);
      tell(news);
    },
    see,
    seen: (autoscaler) => seen.has(textOfKey(autoscaler)),
    onSeen(listener) {
      seeing.add(listener);
      return () => seeing.delete(listener);
    },
    forget(autoscaler) {
      decisions.delete(textOfKey(autoscaler));
      seen.delete(textOfKey(autoscaler));
      // Its deletion woke them too, but perhaps amid its last turn, when the board still held what it had said.
      tell(withdraw(textOfKey(autoscaler), new Set()));
    },
    latest: (autoscaler) => decisions.get(textOfKey(autoscaler))?.decided,
    autoscalers: () => [...decisions.values()].map(({ key }) => key),
    sharesOf(campaign) {
      const byTarget = [...(shares.get(textOfKey(campaign))?.values() ?? [])];
      return byTarget.toSorted((a, b) => (a.autoscaler.name < b.autoscaler.name ? -1 : 1));
    },
    onCampaign(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    did(deed) {
      deeds = [...deeds.slice(1 - MOST_DEEDS), deed];
    },
    deeds: () => deeds,
  };
}

/** What a reader of the campaign would notice; the rest may change every turn. */
function saidOf({
  phase,
  occurrence,
  promised,
  shortBy,
  declared,
  suggestedMultiplier,
  warnings,
}: CampaignPlan): string {
  const start = occurrence === undefined ? "" : formatInstant(occurrence.start);
  return JSON.stringify([
    phase,
    start,
    promised,
    shortBy,
    declared?.replicas,
    declared?.units,
    suggestedMultiplier,
    warnings,
  ]);
}
