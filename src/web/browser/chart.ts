import type uPlot from "uplot";
import { chartLabels, type Trace } from "./chartLabels.ts";
import type { Columns } from "./columns.ts";
import { type Backdrop, paintEdges, paintPhases, paintShortage, paintWords } from "./paint.ts";
import type { Palette } from "./palette.ts";
import { knownZone, storyClock } from "./storyClock.ts";
import { UPlot } from "./uplot.ts";

/** Pixels left and right of both plots: the same for both, so that one instant stands at one place. */
export const GUTTER = { left: 52, right: 20 };

export interface TimeRange {
  readonly min: number;
  readonly max: number;
}

/** All that a chart shows at one time. */
export interface ChartContent {
  readonly columns: Columns;
  readonly traces: readonly Trace[];
  readonly backdrop: Backdrop;
  readonly range: TimeRange;
}

export interface ChartSettings {
  readonly host: HTMLElement;
  readonly height: number;
  readonly timeZone: string;
  readonly palette: Palette;
  /** Only the lower chart writes the times. */
  readonly withTimes: boolean;
  /** Whether demand above capacity is filled in. */
  readonly withShortage: boolean;
  /** The row under the pointer; undefined when the pointer has left. */
  readonly onCursor: (index: number | undefined) => void;
  readonly onSelect: (range: TimeRange) => void;
  readonly onReset: () => void;
}

export interface Chart {
  show(content: ChartContent): void;
  resize(width: number): void;
  /** Puts the reading on a row, as the pointer would. */
  point(index: number): void;
  /** Pixels from the left of the plot; undefined when the instant is out of view. */
  xOf(at: number): number | undefined;
  destroy(): void;
}

/** One of the two charts; the traces that it is first shown with are the ones it keeps. */
export function createChart(settings: ChartSettings, first: ChartContent): Chart {
  let content = first;
  const plot = new UPlot(
    optionsOf(settings, () => content),
    dataOf(content),
    settings.host,
  );
  plot.over.addEventListener("dblclick", settings.onReset);
  return {
    show(next) {
      content = next;
      plot.batch(() => {
        plot.setData(dataOf(content), false);
        plot.setScale("x", content.range);
        plot.setScale("y", { min: 0, max: highest(content) });
      });
    },
    resize: (width) => plot.setSize({ width, height: settings.height }),
    point(index) {
      plot.setCursor({ left: plot.valToPos(content.columns.at[index] ?? 0, "x"), top: 1 });
    },
    xOf(at) {
      const { min, max } = content.range;
      return at < min || at > max ? undefined : plot.valToPos(at, "x");
    },
    destroy: () => plot.destroy(),
  };
}

function dataOf({ columns, traces }: ChartContent): uPlot.AlignedData {
  return [[...columns.at], ...traces.map(({ values }) => [...values])];
}

/** The axis ends a little above the highest value of the whole play, so that it stays where it is when zoomed. */
function highest({ traces }: ChartContent): number {
  const most = traces.reduce(
    (high, { values }) => values.reduce<number>((max, value) => Math.max(max, value ?? 0), high),
    0,
  );
  return Math.max(1, most * 1.14);
}

function optionsOf(settings: ChartSettings, content: () => ChartContent): uPlot.Options {
  const { host, height, timeZone, palette, withTimes, withShortage } = settings;
  const zone = knownZone(timeZone);
  const { range, traces } = content();
  return {
    width: Math.max(200, host.clientWidth),
    height,
    ms: 1,
    tzDate: (at) => UPlot.tzDate(new Date(at), zone),
    padding: [6, GUTTER.right, withTimes ? 0 : 6, 0],
    legend: { show: false },
    cursor: {
      sync: { key: "headstart", setSeries: false },
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
      bind: { dblclick: () => null },
    },
    scales: { x: { ...range, auto: false }, y: { min: 0, max: highest(content()), auto: false } },
    axes: axesOf(palette, timeZone, withTimes),
    series: [{}, ...traces.map(seriesOf)],
    hooks: {
      drawClear: [(chart) => paintPhases(chart, content().backdrop, palette)],
      draw: [
        (chart) => {
          const { columns, backdrop, traces: shown } = content();
          if (withShortage) paintShortage(chart, columns, palette);
          paintEdges(chart, backdrop, palette);
          paintWords(chart, chartLabels(chart, columns.at, shown), palette);
        },
      ],
      setCursor: [(chart) => settings.onCursor(chart.cursor.idx ?? undefined)],
      setSelect: [(chart) => select(chart, settings.onSelect)],
    },
  };
}

function axesOf(palette: Palette, timeZone: string, withTimes: boolean): uPlot.Axis[] {
  const clock = storyClock(timeZone);
  const written = (at: number) => (clock.time(at) === "00:00" ? `00:00\n${clock.day(at)}` : clock.time(at));
  const font = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif';
  const shared = { stroke: palette.muted, font, grid: { stroke: palette.line, width: 1 }, ticks: { show: false } };
  const times = { space: 64, gap: 4, size: withTimes ? 38 : 0 };
  return [
    { ...shared, ...times, values: (_, splits) => (withTimes ? splits.map(written) : splits.map(() => "")) },
    {
      ...shared,
      size: GUTTER.left,
      gap: 6,
      space: 36,
      values: (_, splits) => splits.map((value) => value.toLocaleString("en-GB")),
    },
  ];
}

function seriesOf({ colour, fill, dash, lineWidth, stepped }: Trace): uPlot.Series {
  const steps = UPlot.paths.stepped?.({ align: 1 });
  return {
    stroke: colour,
    width: lineWidth,
    points: { show: false },
    ...(fill === undefined ? {} : { fill }),
    ...(dash === undefined ? {} : { dash: [...dash] }),
    ...(stepped && steps !== undefined ? { paths: steps } : {}),
  };
}

/** A stretch that was drawn with the pointer becomes the range; a click is none. */
function select(chart: uPlot, onSelect: (range: TimeRange) => void): void {
  const { left, width } = chart.select;
  if (width < 8) return;
  const range = { min: chart.posToVal(left, "x"), max: chart.posToVal(left + width, "x") };
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onSelect(range);
}
