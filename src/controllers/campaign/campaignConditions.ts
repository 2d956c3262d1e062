import type { CampaignPhase } from "../../api/campaign.ts";
import { reasonOf } from "../../api/verdictReason.ts";
import { shortText } from "../../plan/campaigns/shortage.ts";
import { formatInstant, parseInstant } from "../../units/instant.ts";
import type { Window } from "../../units/window.ts";
import type { Finding } from "../conditions.ts";
import type { CampaignView, TargetView } from "./targetView.ts";
import type { Verdict } from "./verdict.ts";

/** What its targets come to together. */
export interface Merged {
  readonly phase: CampaignPhase;
  readonly verdict: Verdict | undefined;
  readonly occurrence: Window | undefined;
}

/** The conditions of a campaign, before they are compared with what its status says. */
export function campaignConditions(view: CampaignView, merged: Merged): readonly Finding[] {
  return [
    ready(view, merged),
    capacityFits(view, merged),
    capacityReserved(view, merged),
    readyAtStart(merged),
    ...unknownPeaks(view),
  ];
}

const BAD: readonly CampaignPhase[] = ["Invalid", "Short", "Expired"];
/** Nothing is to come any more, so nothing that stands in its way is told. */
const OVER: readonly CampaignPhase[] = ["Completed", "Expired", "Suspended"];

function ready({ targets, now }: CampaignView, { phase, occurrence }: Merged): Finding {
  const type = "Ready";
  const missing = targets.flatMap((target) => (target.missing === undefined ? [] : [target.missing]));
  if (missing.length > 0) return { type, status: false, reason: "TargetNotPlanned", message: missing.join("; ") };
  const starts = occurrence !== undefined && now < occurrence.start ? "starts" : "started";
  const start = occurrence === undefined ? "" : `; ${starts} ${formatInstant(occurrence.start)}`;
  const unled = OVER.includes(phase) ? [] : targets.flatMap((target) => target.unled?.because ?? []);
  const warnings = targets.flatMap(({ name, plan }) => (plan?.warnings ?? []).map((text) => `${name}: ${text}`));
  const message = [`phase ${phase}${start}`, ...unled, ...shortOf(targets), ...warnings].join("; ");
  if (unled.length > 0) return { type, status: false, reason: "TargetNotLed", message };
  // A node autoscaler may still make the room that is missing; what is above a ceiling never comes by itself.
  const beyond = targets.some(({ plan }) => (plan?.beyondCeiling ?? 0) > 0);
  if (beyond && !BAD.includes(phase)) return { type, status: false, reason: "BeyondCeiling", message };
  return { type, status: phase === "Pending" ? "Unknown" : !BAD.includes(phase), reason: phase, message };
}

function shortOf(targets: readonly TargetView[]): readonly string[] {
  return targets.flatMap(({ name, plan }) => (plan === undefined || plan.shortBy === 0 ? [] : [shortText(name, plan)]));
}

function capacityFits({ targets }: CampaignView, { phase }: Merged): Finding {
  const short = shortOf(targets);
  if (targets.some(({ plan }) => plan === undefined)) {
    return { type: "CapacityFits", status: "Unknown", reason: "NotPlanned", message: "not every target is planned" };
  }
  if (!OVER.includes(phase) && targets.some(({ unled }) => unled?.isPlanned === false)) {
    const message = "not every target is planned: Ready says why";
    return { type: "CapacityFits", status: "Unknown", reason: "NotPlanned", message };
  }
  return short.length === 0
    ? { type: "CapacityFits", status: true, reason: "Fits", message: "everything promised fits" }
    : { type: "CapacityFits", status: false, reason: "Short", message: short.join("; ") };
}

/** While room is being reserved: own pods and placeholders together have reached what is promised. */
function capacityReserved({ campaign, targets, now }: CampaignView, { phase }: Merged): Finding {
  const type = "CapacityReserved";
  if (campaign.spec.suspend) {
    return { type, status: false, reason: "Suspended", message: "no room is reserved for it while it is suspended" };
  }
  if (phase === "Completed" || phase === "Expired") {
    return { type, status: false, reason: "Over", message: "it is over: no room is reserved for it" };
  }
  const due = targets.filter(({ plan }) => plan?.reserveAt !== undefined && plan.reserveAt <= now);
  const lackingRoom = due.flatMap(({ name, plan, ready, reserved, floor }) => {
    const promised = plan?.promised ?? 0;
    const began = plan?.occurrence !== undefined && now >= plan.occurrence.start;
    // A flash sale decays: what is let go by plan does not lack.
    const wanted = began && floor > 0 ? Math.min(promised, floor) : promised;
    const over = plan?.occurrence !== undefined && now >= plan.occurrence.end;
    return over || ready + reserved >= wanted ? [] : [`${name}: ${ready + reserved} of ${wanted}`];
  });
  if (due.length === 0) return { type, status: false, reason: "NotYet", message: "room is not reserved yet" };
  return lackingRoom.length === 0
    ? { type, status: true, reason: "Reserved", message: "room for everything promised is taken" }
    : { type, status: false, reason: "Reserving", message: lackingRoom.join("; ") };
}

function readyAtStart({ verdict, occurrence }: Merged): Finding {
  const type = "ReadyAtStart";
  const isOfThisOne =
    verdict !== undefined && (occurrence === undefined || parseInstant(verdict.occurrence) === occurrence.start);
  if (!isOfThisOne) return { type, status: "Unknown", reason: "NotStarted", message: "decided at the start" };
  return {
    type,
    status: verdict.ready,
    reason: reasonOf(verdict),
    message: verdict.message,
  };
}

function unknownPeaks({ targets }: CampaignView): readonly Finding[] {
  const unknown = targets.filter(({ plan }) => plan?.peakUnknown === true).map(({ name }) => name);
  const settled = unknown.length === 0;
  if (settled && targets.some(({ plan }) => plan === undefined)) {
    const message = "not every target is planned: Ready says why";
    return [{ type: "PeakUnknown", status: "Unknown", reason: "NotPlanned", message }];
  }
  return [
    {
      type: "PeakUnknown",
      status: !settled,
      reason: settled ? "Resolved" : "NeverResolved",
      message: settled
        ? "every declared peak is resolved to replicas"
        : `the baseline of ${unknown.join(", ")} was never known; check its signals, or declare the peak in replicas`,
    },
  ];
}
