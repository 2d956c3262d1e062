import Table from "cli-table3";
import type { Recording } from "../web/recording.ts";

const MARK = { held: "held", broken: "BROKEN", pending: "open" } as const;

/** Promises and costs of a play, for a terminal. */
export function demoTable({ title, verdicts, costs }: Recording): string {
  const promises = new Table({ head: ["promise", "", "what happened"], style: { head: [], border: [] } });
  for (const { promise, state, text } of verdicts) promises.push([promise, MARK[state], text]);
  const money = new Table({
    head: ["way", "replica-hours", "reserved room, hours", "minutes short"],
    colAligns: ["left", "right", "right", "right"],
    style: { head: [], border: [] },
  });
  for (const { way, replicaHours, reservedHours, minutesShort } of costs) {
    money.push([way, replicaHours.toFixed(0), reservedHours.toFixed(0), String(minutesShort)]);
  }
  return [title, promises.toString(), money.toString()].join("\n");
}
