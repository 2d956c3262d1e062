import type { CampaignPhase } from "../../api/campaign.ts";
import { formatInstant, parseInstant } from "../../units/instant.ts";
import type { Window } from "../../units/window.ts";
import type { Finding } from "../conditions.ts";
import type { CampaignView } from "./targetView.ts";
import type { Verdict } from "./verdict.ts";

/** What its targets come to together. */
export interface Merged {
  readonly phase: CampaignPhase;
  readonly verdict: Verdict | undefined;
  readonly occurrence: Window | undefined;
}

/** The conditions of a campaign, before they are compared with what its status says. */
export function campaignConditions(view: CampaignView, merged: Merged): readonly Finding[] {
  return [ready(view, merged), capacityFits(view), capacityReserved(view), readyAtStart(merged), ...unknownPeaks(view)];
}

function ready({ targets, now }: CampaignView, { phase, occurrence }: Merged): Finding {
  const missing = targets.flatMap((target) => (target.missing === undefined ? [] : [target.missing]));
  if (missing.length > 0) {
    return { type: "Ready", status: false, reason: "TargetNotPlanned", message: missing.join("; ") };
  }
  const warnings = targets.flatMap(({ name, plan }) => (plan?.warnings ?? []).map((text) => `${name}: ${text}`));
  const bad = phase === "Invalid" || phase === "Short" || phase === "Expired";
  const start =
    occurrence === undefined
      ? ""
      : `; ${now < occurrence.start ? "starts" : "started"} ${formatInstant(occurrence.start)}`;
  return {
    type: "Ready",
    status: phase === "Pending" ? "Unknown" : !bad,
    reason: phase,
    message: [`phase ${phase}${start}`, ...warnings].join("; "),
  };
}

function capacityFits({ targets }: CampaignView): Finding {
  const short = targets.flatMap(({ name, plan }) =>
    plan !== undefined && plan.shortBy > 0
      ? [`${name} is short by ${plan.shortBy}${plan.warnings[0] === undefined ? "" : `, because ${plan.warnings[0]}`}`]
      : [],
  );
  if (targets.some(({ plan }) => plan === undefined)) {
    return { type: "CapacityFits", status: "Unknown", reason: "NotPlanned", message: "not every target is planned" };
  }
  return short.length === 0
    ? { type: "CapacityFits", status: true, reason: "Fits", message: "everything promised fits" }
    : { type: "CapacityFits", status: false, reason: "Short", message: short.join("; ") };
}

/** While room is being reserved: own pods and placeholders together have reached what is promised. */
function capacityReserved({ targets, now }: CampaignView): Finding {
  const type = "CapacityReserved";
  const due = targets.filter(({ plan }) => plan?.reserveAt !== undefined && plan.reserveAt <= now);
  const lackingRoom = due.flatMap(({ name, plan, ready, reserved }) => {
    const wanted = plan?.promised ?? 0;
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
    reason: verdict.ready ? "AllReady" : "NotAllReady",
    message: verdict.message,
  };
}

function unknownPeaks({ targets }: CampaignView): readonly Finding[] {
  const unknown = targets.filter(({ plan }) => plan?.peakUnknown === true).map(({ name }) => name);
  const settled = unknown.length === 0;
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
