import { formatSeconds, milliseconds } from "../../units/duration.ts";
import { formatToSecond, type Instant } from "../../units/instant.ts";
import { unitsText } from "../curve/reasons.ts";
import type { CampaignPlan, Plan } from "../plan.ts";

/** Windows that are told one by one; the rest are counted. */
const MOST_WINDOWS_TOLD = 12;

/**
 * The plan in lines for people: the same words in conditions, events, logs, the command line and the status page.
 * @param mostChanges changes of the floor that are told one by one
 */
export function explainPlan(plan: Plan, mostChanges = MOST_WINDOWS_TOLD): readonly string[] {
  const [winner, ...others] = plan.because;
  return [
    `at ${formatToSecond(plan.at)} the floor is ${plan.floor}: ${winner?.text ?? "nothing asks for more"}`,
    ...others.map(({ text }) => `  also: ${text}`),
    ...plan.limitedBy.map(({ text }) => `  limited: ${text}`),
    ...(plan.shortBy > 0 ? [`  short by ${plan.shortBy}`] : []),
    ...plan.campaigns.flatMap((campaign) => explainCampaign(campaign)),
    ...changesOf(plan, mostChanges),
    ...plan.reservations.map(
      ({ start, end, replicas, reason }) => `room ${span(start, end)}: ${replicas} placeholders, ${reason}`,
    ),
    `looked at again at ${formatToSecond(plan.lookAgainAt)}`,
  ];
}

/** One campaign in lines for people. */
export function explainCampaign(campaign: CampaignPlan): readonly string[] {
  const { key, phase, occurrence, promised, shortBy, shortBecause, declared, orderAt, readyBy, warnings } = campaign;
  const name = `campaign ${key.namespace}/${key.name}`;
  if (occurrence === undefined) return [`${name} is ${phase}`, ...warnings.map((text) => `  warning: ${text}`)];
  const short = shortBy > 0 ? `, short by ${shortBy}${shortBecause === undefined ? "" : `: ${shortBecause}`}` : "";
  const units = declared?.units === undefined ? "" : ` for ${unitsText(declared.units)} demand units`;
  return [
    `${name} is ${phase}: ${span(occurrence.start, occurrence.end)}, ${promised} replicas promised${units}${short}`,
    ...(orderAt === undefined || readyBy === undefined
      ? []
      : [`  order due at ${formatToSecond(orderAt)}, Ready by ${formatToSecond(readyBy)}`]),
    ...warnings.map((text) => `  warning: ${text}`),
  ];
}

/** `floor 12 → 80 at …: campaign vision/double-eleven asks for 80` */
function changesOf({ floors, floor, at, because }: Plan, most: number): readonly string[] {
  const lines: string[] = [];
  const found = because.findLast(({ source }) => source === "Found")?.replicas ?? 0;
  let standing: number = floor;
  let end: number | undefined;
  const giveBack = (when: number) => {
    lines.push(`floor ${standing} → ${found} at ${formatToSecond(when as Instant)}: as found, no window is in force`);
    standing = found;
  };
  for (const window of floors) {
    if (end !== undefined && window.start > end) giveBack(end);
    if (window.start > at && window.minReplicas !== standing) {
      lines.push(`floor ${standing} → ${window.minReplicas} at ${formatToSecond(window.start)}: ${window.reason}`);
    }
    standing = window.minReplicas;
    end = window.end;
  }
  if (end !== undefined && end > at) giveBack(end);
  const more = lines.length - most;
  return more > 0 ? [...lines.slice(0, most), `… and ${more} more changes`] : lines;
}

function span(start: Instant, end: Instant): string {
  return `${formatToSecond(start)} for ${formatSeconds(milliseconds(Math.max(0, end - start)))}`;
}
