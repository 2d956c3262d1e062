import type { Recording, TargetRecording } from "../recording.ts";
import { costTable } from "./costTable.ts";
import { byId, element, fill } from "./elements.ts";
import { headlineOf } from "./headline.ts";
import { numbersTable } from "./numbersTable.ts";
import { ownRaises } from "./ownRaises.ts";
import { promiseItems, STATES } from "./promises.ts";
import { storyClock } from "./storyClock.ts";
import { storyItems } from "./storyList.ts";
import { createTimeline, type Timeline } from "./timeline.ts";
import { watchRecording } from "./watchRecording.ts";

const chooser = byId("target") as HTMLSelectElement;
const numbers = byId("numbers") as HTMLDetailsElement;
let latest: Recording | undefined;
let timeline: { readonly of: string; readonly view: Timeline } | undefined;

function show(recording: Recording): void {
  latest = recording;
  fillChooser(recording);
  const target = recording.targets[chooser.selectedIndex] ?? recording.targets[0];
  showHeadline(recording, target);
  fill(byId("promises"), recording.verdicts, () => promiseItems(recording.verdicts));
  // Half an evening of ours beside whole ones of others would be no comparison.
  byId("costs-card").hidden = !recording.finished || recording.costs.length === 0;
  fill(byId("costs"), [recording.costs, recording.campaigns], () => costTable(recording));
  if (target === undefined) return;
  const now = target.rows.at(-1)?.at ?? recording.start;
  const told = recording.campaigns.map(({ start, end }) => [start <= now, end <= now]);
  fill(byId("story"), [target.namespace, target.name, target.changes, told, ownRaises(target.rows)], () => {
    const items = storyItems(target, recording);
    return items.length > 0 ? items : [element("li", { class: "quiet" }, "Nothing yet.")];
  });
  showTimeline(recording, target);
  showNumbers(recording, target);
}

function fillChooser({ targets }: Recording): void {
  const names = targets.map(({ namespace, name }) => `${namespace}/${name}`);
  byId("chooser").hidden = names.length < 2;
  const chosen = chooser.value;
  fill(chooser, names, () => names.map((name) => element("option", { value: name }, name)));
  if (names.includes(chosen)) chooser.value = chosen;
}

function showHeadline(recording: Recording, target: TargetRecording | undefined): void {
  const { state, title, detail } = headlineOf(recording, target);
  const { sign, word } = STATES[state];
  const headline = byId("headline");
  const seal =
    state === "pending" ? [] : [element("span", { class: "seal", role: "img", "aria-label": `${word}: ` }, sign)];
  headline.className = state;
  fill(headline, [state, title], () => [...seal, title]);
  fill(byId("detail"), detail, () => [detail]);
  const where = target === undefined ? [] : [`${target.namespace}/${target.name}`];
  const title_ = [recording.title, ...where, `times in ${recording.timeZone}`].join(" · ");
  fill(byId("title"), title_, () => [title_]);
  document.title = `${sign} ${title} · ${recording.title}`;
  const now = target?.rows.at(-1)?.at ?? recording.start;
  const pill = recording.finished ? "finished" : `live · ${storyClock(recording.timeZone).time(now)}`;
  showPill(pill, recording.finished ? "finished" : "live");
}

function showPill(text: string, kind: string): void {
  const pill = byId("live");
  pill.className = `pill ${kind}`;
  fill(pill, text, () => [text]);
}

/** A timeline is made anew for another target or another colour scheme, and else only told what is new. */
function showTimeline(recording: Recording, target: TargetRecording): void {
  const of = `${recording.title} ${recording.timeZone} ${target.namespace}/${target.name}`;
  if (timeline?.of === of) return timeline.view.show(recording, target);
  timeline?.view.destroy();
  timeline = { of, view: createTimeline(byId("timeline"), recording, target) };
  return undefined;
}

/** The table is long, so it is made only while it is open. */
function showNumbers(recording: Recording, target: TargetRecording): void {
  const open = numbers.open;
  const last = open ? target.rows.length : 0;
  const summary = numbers.querySelector("summary");
  if (summary === null) return;
  fill(numbers, [open, target.namespace, target.name, last], () => [
    summary,
    ...(open ? [numbersTable(target, recording.demandUnit, storyClock(recording.timeZone))] : []),
  ]);
}

function again(): void {
  if (latest !== undefined) show(latest);
}

chooser.addEventListener("change", again);
numbers.addEventListener("toggle", again);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  timeline?.view.destroy();
  timeline = undefined;
  again();
});
void watchRecording({ onRecording: show, onLost: () => showPill("no answer, trying again", "lost") });
