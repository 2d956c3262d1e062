import type { Change, Row, TargetRecording } from "../recording.ts";
import { element } from "./elements.ts";
import { PHASE_WORDS } from "./phases.ts";
import type { StoryClock } from "./storyClock.ts";
import { amount } from "./words.ts";

const MOST_ROWS = 120;

/** What the charts show, as a table: evenly spaced rows, and the first one after each change of the floor. */
export function numbersTable(target: TargetRecording, demandUnit: string, clock: StoryClock): HTMLElement {
  const columns: readonly (readonly [string, (row: Row) => string])[] = [
    ["Phase", ({ phase }) => (phase === null ? "" : (PHASE_WORDS[phase]?.label ?? phase))],
    [`Demand, ${demandUnit}`, ({ demand }) => amount(demand)],
    [`Forecast without campaign, ${demandUnit}`, ({ forecast }) => (forecast === null ? "–" : amount(forecast))],
    [`Capacity, ${demandUnit}`, ({ ready }) => amount(ready * target.perReplica)],
    ["Floor", ({ floor }) => amount(floor)],
    ["Required", ({ required }) => amount(required)],
    ["Ready", ({ ready }) => amount(ready)],
    ["Starting", ({ replicas, ready }) => amount(Math.max(0, replicas - ready))],
    ["Reserved", ({ reserved }) => amount(reserved)],
  ];
  const head = ["Time", ...columns.map(([name]) => name)].map((name) => element("th", { scope: "col" }, name));
  const body = rowsTold(target).map((row) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, clock.full(row.at)),
      ...columns.map(([, text]) => element("td", {}, text(row))),
    ),
  );
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "All numbers" },
    element(
      "table",
      {},
      element("caption", {}, `${target.namespace}/${target.name}, in replicas unless said otherwise`),
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...body),
    ),
  );
}

export function rowsTold({ rows, changes }: TargetRecording): readonly Row[] {
  const every = Math.max(1, Math.ceil(rows.length / MOST_ROWS));
  const changed = new Set(firstRowsAfter(rows, changes));
  return rows.filter((_, index) => index % every === 0 || index === rows.length - 1 || changed.has(index));
}

function firstRowsAfter(rows: readonly Row[], changes: readonly Change[]): readonly number[] {
  return changes.map(({ at }) => rows.findIndex((row) => row.at >= at)).filter((index) => index >= 0);
}
