import type { Change, Recording, Row, TargetRecording } from "../recording.ts";
import { element } from "./elements.ts";
import { type OwnRaise, ownRaises } from "./ownRaises.ts";
import { inStoryTime, storyClock, type StoryClock } from "./storyClock.ts";
import { amount, sentence } from "./words.ts";

interface Entry {
  readonly at: number;
  readonly item: () => HTMLElement;
}

/**
 * The floor's changes, numbered as on the chart, with the campaigns' starts and ends and what the HPA did by itself in
 * between; oldest first.
 */
export function storyItems(
  { rows, changes }: TargetRecording,
  { campaigns, demandUnit, timeZone }: Recording,
): readonly HTMLElement[] {
  const clock = storyClock(timeZone);
  const now = rows.at(-1)?.at ?? -Infinity;
  const entries: readonly Entry[] = [
    ...campaigns.flatMap(({ name, start, end }) => [
      { at: start, item: () => milestone(start, { name: `${name} starts`, evidence: readyAt(rows, start) }, clock) },
      {
        at: end,
        item: () =>
          milestone(
            end,
            { name: `${name} ends`, evidence: `${highest(rows, start, end)} ${demandUnit} at the most` },
            clock,
          ),
      },
    ]),
    ...ownRaises(rows).map((raise) => ({ at: raise.at, item: () => raiseItem(raise, clock) })),
    ...changes.map((change, index) => ({ at: change.at, item: () => changeItem(change, index + 1, clock) })),
  ];
  return entries
    .filter(({ at }) => at <= now)
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item());
}

function milestone(
  at: number,
  { name, evidence }: { readonly name: string; readonly evidence: string },
  clock: StoryClock,
): HTMLElement {
  const time = element("time", {}, clock.time(at));
  return element(
    "li",
    { class: "milestone" },
    time,
    element("strong", {}, name),
    element("span", { class: "reason" }, evidence),
  );
}

/** Not ours, so it has no number: the HPA decides what is above the floor. */
function raiseItem({ at, floor, to }: OwnRaise, clock: StoryClock): HTMLElement {
  return element(
    "li",
    { class: "own" },
    element("time", {}, clock.time(at)),
    element("span", { class: "step" }, `HPA goes to ${to} replicas`),
    element("span", { class: "reason" }, `Its own metric asks for more than the floor of ${floor}`),
  );
}

function readyAt(rows: readonly Row[], at: number): string {
  const row = rows.findLast((candidate) => candidate.at <= at);
  return row === undefined ? "" : `${row.ready} replicas are ready`;
}

function highest(rows: readonly Row[], start: number, end: number): string {
  const within = rows.filter(({ at }) => at >= start && at < end);
  return amount(within.reduce((most, { demand }) => Math.max(most, demand), 0));
}

function changeItem({ at, from, to, reason }: Change, number: number, clock: StoryClock): HTMLElement {
  const direction = to > from ? "raised" : "lowered";
  return element(
    "li",
    { id: `change-${number}`, class: direction },
    element("time", {}, clock.time(at)),
    element("span", { class: "number", "aria-hidden": "true" }, String(number)),
    element("span", { class: "step" }, `Floor ${direction} from ${from} to ${to}`),
    element("span", { class: "reason" }, sentence(inStoryTime(reason, clock))),
  );
}
