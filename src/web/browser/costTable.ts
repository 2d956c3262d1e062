import type { Cost } from "../recording.ts";
import { saving, shownPart, totalHours } from "./costWords.ts";
import { element } from "./elements.ts";
import { amount, duration, sentence } from "./words.ts";

const MINUTE = 60_000;

/** The ways side by side, ours first: what each held, and how long it was short. */
export function costTable(costs: readonly Cost[]): readonly HTMLElement[] {
  const most = costs.reduce((high, cost) => Math.max(high, totalHours(cost)), 0);
  const head = ["", "Replica-hours", "Short for"].map((text) => element("th", { scope: "col" }, text));
  const rows = costs.map((cost) => {
    const short = cost.minutesShort > 0;
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, sentence(cost.way)),
      element("td", {}, hours(cost), bar(cost, most)),
      element("td", { class: short ? "short" : "" }, short ? lengthOf(cost.minutesShort) : "never"),
    );
  });
  const table = element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
  const saved = saving(costs);
  const note =
    saved === undefined
      ? []
      : [element("p", { class: "note" }, `${saved.percent}% less than “${saved.than}”, reserved room counted in.`)];
  return [table, ...note];
}

function hours(cost: Cost): string {
  const written = (value: number) => amount(shownPart(cost, value));
  const { replicaHours, reservedHours } = cost;
  return reservedHours > 0 ? `${written(replicaHours)} + ${written(reservedHours)} reserved` : written(replicaHours);
}

function bar(cost: Cost, most: number): HTMLElement {
  const part = (name: string, value: number) => {
    const made = element("span", { class: name });
    made.style.setProperty("width", most > 0 ? `${(100 * value) / most}%` : "0");
    return made;
  };
  const parts = [part("used", cost.replicaHours), part("reserved", cost.reservedHours)];
  return element("span", { class: "cost-bar", "aria-hidden": "true" }, ...parts);
}

function lengthOf(minutes: number): string {
  return minutes < 1 ? "under 1 min" : duration(minutes * MINUTE);
}
