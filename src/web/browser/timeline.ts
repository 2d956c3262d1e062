import type { Recording, TargetRecording } from "../recording.ts";
import { type Chart, type ChartContent, type ChartSettings, createChart, GUTTER, type TimeRange } from "./chart.ts";
import type { Trace } from "./chartLabels.ts";
import { type Columns, columnsOf } from "./columns.ts";
import { element, fill } from "./elements.ts";
import { markButtons } from "./markRow.ts";
import { currentPalette, type Palette } from "./palette.ts";
import { PHASE_WORDS, phaseSpans, type PhaseSpan } from "./phases.ts";
import { phaseBars, phaseKey } from "./phaseStrip.ts";
import { createReadout, type Readout } from "./readout.ts";
import { storyClock } from "./storyClock.ts";
import { replicaTraces, trafficTraces } from "./traces.ts";
import { zoomButtons } from "./zoomButtons.ts";

export interface Timeline {
  show(recording: Recording, target: TargetRecording): void;
  destroy(): void;
}

interface Shown {
  readonly recording: Recording;
  readonly target: TargetRecording;
  readonly columns: Columns;
  readonly spans: readonly PhaseSpan[];
}

interface Pane {
  readonly tracesOf: (columns: Columns, palette: Palette) => readonly Trace[];
  readonly chart: Chart;
  readonly readout: Readout;
}

type OwnSettings = Pick<ChartSettings, "height" | "withTimes" | "withShortage">;

interface PaneFrame {
  readonly head: HTMLElement;
  readonly host: HTMLElement;
}

/**
 * Demand above, replicas below, on one time axis with one pointer. The phases stand above both, the floor's changes
 * between them.
 */
export function createTimeline(host: HTMLElement, recording: Recording, target: TargetRecording): Timeline {
  const palette = currentPalette();
  const clock = storyClock(recording.timeZone);
  let shown = shownOf(recording, target);
  let zoomed: TimeRange | undefined;
  let pointed: number | undefined;

  const reading = element("p", { class: "reading" });
  const zoom = element("div", { class: "zoom", role: "group", "aria-label": "Part of the time axis" });
  const strip = element("div", { class: "strip", "aria-hidden": "true" });
  const key = element("ol", { class: "phase-key", "aria-label": "Phases of the campaign" });
  const marks = element("nav", { class: "marks", "aria-label": "Changes of the floor" });
  strip.style.setProperty("margin", `0 ${GUTTER.right}px 8px ${GUTTER.left}px`);
  marks.style.setProperty("margin", `0 ${GUTTER.right}px 0 ${GUTTER.left}px`);

  const panes: Pane[] = [];
  const traffic = paneFrame("Traffic", recording.demandUnit);
  const replicas = paneFrame("Replicas", "");
  const range = () => zoomed ?? { min: shown.recording.start, max: shown.recording.end };
  const contentOf = (tracesOf: Pane["tracesOf"]): ChartContent => ({
    columns: shown.columns,
    traces: tracesOf(shown.columns, palette),
    backdrop: backdropOf(shown),
    range: range(),
  });

  function zoomTo(next: TimeRange | undefined): void {
    zoomed = next;
    draw();
  }

  function read(index: number | undefined): void {
    pointed = index;
    // Spoken while somebody moves through the chart, silent while the play goes on by itself.
    reading.setAttribute("aria-live", index === undefined ? "off" : "polite");
    const at = index ?? restingRow(shown);
    const row = shown.target.rows[at];
    for (const { readout, tracesOf } of panes) readout.read(tracesOf(shown.columns, palette), at);
    const phase = row?.phase === null || row === undefined ? undefined : PHASE_WORDS[row.phase]?.label;
    const parts = row === undefined ? [] : [clock.full(row.at), ...(phase === undefined ? [] : [phase])];
    reading.replaceChildren(parts.join(" · "));
  }

  function draw(): void {
    for (const { chart, tracesOf } of panes) chart.show(contentOf(tracesOf));
    const width = strip.clientWidth;
    fill(strip, [shown.spans, range(), width], () => phaseBars(shown.spans, range(), { width, clock }));
    const { now } = backdropOf(shown);
    fill(key, [shown.spans, now], () => phaseKey(shown.spans, { clock, now }));
    const [first] = panes;
    fill(marks, [shown.target.changes, range(), width], () => [
      element("span", { class: "marks-label", "aria-hidden": "true" }, "Why"),
      ...markButtons(shown.target.changes, (at) => first?.chart.xOf(at), { width, clock }),
    ]);
    fill(zoom, [shown.recording.campaigns, zoomed], () => zoomButtons(shown.recording, zoomed, zoomTo));
    read(pointed);
  }

  function step(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const last = shown.columns.at.length - 1;
    const next = Math.min(last, Math.max(0, (pointed ?? restingRow(shown)) + by * (event.shiftKey ? 20 : 1)));
    for (const { chart } of panes) chart.point(next);
  }

  host.replaceChildren(
    element("div", { class: "timeline-head" }, reading, zoom),
    key,
    strip,
    traffic.head,
    traffic.host,
    replicas.head,
    marks,
    replicas.host,
  );
  const settings = {
    timeZone: recording.timeZone,
    palette,
    onCursor: read,
    onSelect: zoomTo,
    onReset: () => zoomTo(undefined),
  };
  const add = ({ head, host: at }: PaneFrame, tracesOf: Pane["tracesOf"], own: OwnSettings) => {
    const content = contentOf(tracesOf);
    const readout = createReadout(content.traces);
    head.append(readout.list);
    at.addEventListener("keydown", step);
    panes.push({ tracesOf, readout, chart: createChart({ ...settings, ...own, host: at }, content) });
  };
  add(traffic, trafficTraces, { height: 186, withTimes: false, withShortage: true });
  add(replicas, replicaTraces, { height: 250, withTimes: true, withShortage: false });
  const resized = new ResizeObserver(() => {
    for (const { chart } of panes) chart.resize(Math.max(200, traffic.host.clientWidth));
    draw();
  });
  resized.observe(traffic.host);
  draw();

  return {
    show(nextRecording, nextTarget) {
      shown = shownOf(nextRecording, nextTarget);
      draw();
    },
    destroy() {
      resized.disconnect();
      for (const { chart } of panes) chart.destroy();
      host.replaceChildren();
    },
  };
}

/** What is read while nobody points anywhere: the moment that matters most. */
function restingRow({ recording, target: { rows } }: Shown): number {
  const start = recording.campaigns[0]?.start;
  const atStart = start === undefined || !recording.finished ? -1 : rows.findIndex(({ at }) => at >= start);
  return atStart < 0 ? rows.length - 1 : atStart;
}

function shownOf(recording: Recording, target: TargetRecording): Shown {
  const now = target.rows.at(-1)?.at ?? recording.start;
  const spans = phaseSpans(target.rows, recording.campaigns, now);
  return { recording, target, columns: columnsOf(target), spans };
}

function backdropOf({ recording, target, spans }: Shown): ChartContent["backdrop"] {
  return {
    spans,
    edges: recording.campaigns.flatMap(({ start, end }) => [start, end]),
    now: recording.finished ? undefined : target.rows.at(-1)?.at,
  };
}

function paneFrame(title: string, unit: string): PaneFrame {
  const help = `${title} over time; left and right arrows move the reading, the table below has all numbers`;
  return {
    head: element("div", { class: "pane-head" }, element("h2", {}, `${title} `, element("small", {}, unit))),
    host: element("div", { class: "plot", tabindex: "0", role: "group", "aria-label": help }),
  };
}
