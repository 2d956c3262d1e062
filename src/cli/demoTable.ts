import Table from "cli-table3";
import { figuresText } from "../app/report/outcomeWords.ts";
import type { Recording } from "../web/recording.ts";

const MARK = { held: "held", broken: "BROKEN", pending: "open" } as const;

/** Promises and costs of a play, for a terminal. */
export function demoTable({ title, verdicts, costs, campaigns }: Recording): string {
  const promises = new Table({ head: ["promise", "", "what happened"], style: { head: [], border: [] } });
  for (const { promise, state, text } of verdicts) promises.push([promise, MARK[state], text]);
  const priced = costs.some(({ money }) => money !== undefined) ? ["cost"] : [];
  const money = new Table({
    head: ["way", "replica-hours", "reserved room, hours", ...priced, "minutes short"],
    colAligns: ["left", "right", "right", "right", "right"],
    style: { head: [], border: [] },
  });
  for (const { way, replicaHours, reservedHours, money: price, minutesShort } of costs) {
    const paid = price === undefined ? [] : [`${Number(price.amount).toFixed(0)} ${price.currency}`];
    money.push([way, replicaHours.toFixed(0), reservedHours.toFixed(0), ...paid, String(minutesShort)]);
  }
  const outcomes = campaigns.flatMap(({ name, outcome }) =>
    outcome === undefined ? [] : [`outcome of ${name}: ${figuresText(outcome)}`],
  );
  return [title, promises.toString(), money.toString(), ...outcomes].join("\n");
}
