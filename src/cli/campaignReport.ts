import { toYaml } from "../adapters/files/yamlDocuments.ts";
import type { CampaignReport } from "../app/report/campaignReport.ts";
import { outcomeWords, suggestionWords } from "../app/report/outcomeWords.ts";
import type { TargetReport } from "../app/report/targetReport.ts";
import { formatSeconds, milliseconds, SECOND } from "../units/duration.ts";
import { unreachable } from "../units/unreachable.ts";

export type ReportOutput = "table" | "wide" | "json" | "yaml" | "name";

export function reportWritten(report: CampaignReport, output: ReportOutput): string {
  switch (output) {
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "yaml":
      return toYaml([report]);
    case "name":
      return `campaign.headstart.dev/${report.name}\n`;
    case "table":
    case "wide":
      return reportText(report);
    default:
      return unreachable(output);
  }
}

/** A line a fact, in the order in which they came to be. */
export function reportText(report: CampaignReport): string {
  const { namespace, name, phase, occurrence, targets, verdict, readyAt, givenBackAt, outcome, notRecorded } = report;
  const { start, end } = occurrence ?? {};
  const when = start === undefined ? "" : `: ${start}${end === undefined ? "" : ` to ${end}`}`;
  const lines: readonly (readonly [string, string])[] = [
    ...targets.map((target) => ["promised", promised(target)] as const),
    ...targets.flatMap((target) =>
      target.ordered === undefined ? [] : [["ordered", ordered(target, start)] as const],
    ),
    ...(readyAt === undefined
      ? []
      : [["all Ready", `seen at ${toSecond(readyAt)}${against(readyAt, start, "start")}`] as const]),
    ...(verdict === undefined ? [] : [["at the start", verdict.message] as const]),
    ...targets.flatMap(({ name: target, highestFloor }) =>
      highestFloor === undefined ? [] : [["highest floor", `${target}: ${highestFloor} replicas`] as const],
    ),
    ...targets.flatMap((target) => (target.lowered === undefined ? [] : [["lowered", lowered(target)] as const])),
    ...(givenBackAt === undefined
      ? []
      : [["given back", `${toSecond(givenBackAt)}${against(givenBackAt, end, "end")}`] as const]),
    ...(outcome === undefined ? [] : outcomeWords(outcome).map((words) => ["outcome", words] as const)),
    ...targets.flatMap((target) => {
      const words = suggestionWords(target);
      return words === undefined ? [] : [["next time", `${target.name}: ${words}`] as const];
    }),
    ...notRecorded.map((text) => ["not recorded", text] as const),
  ];
  const body = lines.map(([label, text]) => `  ${`${label}:`.padEnd(15)}${text}\n`);
  return `campaign ${namespace}/${name} is ${phase}${when}\n${body.join("")}`;
}

function promised({ name, promised: count, shortBy }: TargetReport): string {
  return `${name}: ${count} replicas${shortBy > 0 ? `, short by ${shortBy}` : ""}`;
}

function ordered({ name, ordered: order }: TargetReport, start: string | undefined): string {
  if (order === undefined) return "";
  const when = `${toSecond(order.at)}${against(order.at, start, "start")}`;
  return `${name}: floor ${order.from ?? "unset"} → ${order.to} at ${when}`;
}

function lowered({ name, lowered: way }: TargetReport): string {
  if (way === undefined) return "";
  const [first, last] = [toSecond(way.first), toSecond(way.last)];
  const how = way.steps === 1 ? `at ${first}` : `in ${way.steps} steps, ${first} to ${last}`;
  return `${name}: floor → ${way.to ?? "unset"} ${how}`;
}

/** Of an instant as a status has it. */
export function toSecond(at: string): string {
  return at.replace(/\.\d+Z$/, "Z");
}

/** `, 1m5s before the start`; to the second. */
function against(at: string, edge: string | undefined, name: string): string {
  const apart = edge === undefined ? NaN : Date.parse(at) - Date.parse(edge);
  if (Number.isNaN(apart)) return "";
  if (Math.abs(apart) < SECOND / 2) return `, at the ${name}`;
  return `, ${formatSeconds(milliseconds(Math.abs(apart)))} ${apart < 0 ? "before" : "after"} the ${name}`;
}
