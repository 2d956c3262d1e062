import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isWrite } from "./requestCounts.ts";
import type { ScaleFindings, WindowFigures } from "./scaleRun.ts";
import { CHANGES, MEASURED_BY, READING, WORLD } from "./scaleWords.ts";

const PAGE = join(import.meta.dirname, "..", "..", "docs", "benchmarks", "scale.md");

/** Row → what it says of one run. */
const ROWS: Readonly<Record<string, (found: ScaleFindings) => string>> = {
  "first plan of half / all, s after the planner's start": ({ firstPlan }) => pair(firstPlan.half, firstPlan.all),
  "CPU of the planner until then, s": ({ firstRoundCpu }) => firstRoundCpu.toFixed(1),
  "writes a minute at rest, Leases apart": ({ requests }) =>
    sum(requests.filter(([what]) => isWrite(what) && !what.endsWith(" leases"))).toFixed(1),
  "all other requests a minute at rest": ({ requests }) =>
    sum(requests.filter(([what]) => !isWrite(what) || what.endsWith(" leases"))).toFixed(0),
  "queries of Prometheus a minute at rest": ({ queries }) => queries.toFixed(0),
  "CPU at rest, planner / enforcer, % of a core": (found) => both(found, ({ cpuPercent }) => cpuPercent),
  "memory, planner / enforcer, MB": (found) => both(found, ({ residentMegabytes }) => residentMegabytes),
  "delay of the event loop p99, planner / enforcer, ms": (found) => both(found, ({ delayP99 }) => delayP99),
  "longest delay, planner / enforcer, ms": (found) => both(found, ({ delayMost }) => delayMost),
  "longest time between two renewals of the planner's Lease, s": ({ leaseGap }) => leaseGap.toFixed(1),
  "campaign → floor on the HPA at rest, s (first, middle, last target)": ({ floorAtRest }) =>
    floorAtRest.map((each) => each.toFixed(1)).join(", "),
  "campaign → floor as the planner starts again, s": ({ floorAtRestart }) => floorAtRestart.toFixed(1),
  "planner started again: ready / all planned, s": ({ restart }) => pair(restart.ready, restart.all),
};

/** @param commit of which the figures are */
export function writeScalePage(found: readonly ScaleFindings[], commit: string): void {
  const date = new Date().toISOString().slice(0, 10);
  const seconds = found[0]?.seconds ?? 0;
  const counts = found.map(({ targets }) => targets).join(",");
  const loads = found.map(({ load }) => load.toFixed(0)).join(", ");
  const page = [
    "# Scale: what so many targets cost",
    `${date}, commit ${commit}, Node ${process.versions.node.split(".")[0]}, two cores; load average ${loads}.`,
    `\`\`\`\nnpm run bench -- scale --targets ${counts} --seconds ${seconds}\n\`\`\``,
    WORLD,
    READING,
    table(found),
    "## What the first runs showed, and what was changed for it",
    lines([["found", "was", "is"], ["---", "---", "---"], ...CHANGES]),
    MEASURED_BY,
    ...found.map(requestTable),
  ];
  writeFileSync(PAGE, `${page.join("\n\n")}\n`);
}

function table(found: readonly ScaleFindings[]): string {
  const head = ["", ...found.map(({ targets }) => `${targets} targets`)];
  const rows = Object.entries(ROWS).map(([name, cell]) => [name, ...found.map(cell)]);
  return lines([head, head.map(() => "---"), ...rows]);
}

function requestTable({ targets, requests }: ScaleFindings): string {
  const rows = [["request", "a minute"], ["---", "---"], ...requests.map(([what, count]) => [what, count.toFixed(1)])];
  return `## Requests a minute at rest, ${targets} targets, planner and enforcer together\n\n${lines(rows)}`;
}

function lines(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function sum(requests: ScaleFindings["requests"]): number {
  return requests.reduce((all, [, count]) => all + count, 0);
}

function pair(one: number, other: number): string {
  return `${one.toFixed(1)} / ${other.toFixed(1)}`;
}

function both({ planner, enforcer }: ScaleFindings, pick: (figures: WindowFigures) => number): string {
  return pair(pick(planner), pick(enforcer));
}
