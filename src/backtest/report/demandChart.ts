import { DAY, HOUR, MINUTE } from "../../units/duration.ts";
import { formatInstant, instant } from "../../units/instant.ts";
import type { Plot, PlotLine } from "../plot.ts";
import { area, colorOf, FRAME, gridLine, line, linear, mark, roundTicks, type Scale, svg, text } from "./svg.ts";

/** Those that are drawn as lines; all of them would hide each other. Each one's short minutes are marked below. */
const DRAWN = ["static", "hpa", "headstart", "foresight"];
const ROW = 11;
const TOP = 8;

interface Axes {
  readonly x: Scale;
  readonly y: Scale;
  readonly floor: number;
}

/** Demand as an area, ready replicas as lines, and below them for each policy the minutes in which it was short. */
export function demandChart(plot: Plot, label: string): string {
  const { need, start, piece, lines } = plot;
  const height = FRAME.height + ROW * lines.length;
  const floor = FRAME.height - FRAME.bottom;
  const most = Math.max(1, ...need, ...lines.filter(isDrawn).flatMap(({ ready }) => ready));
  const end = start + need.length * piece;
  const axes: Axes = {
    x: linear(start, end, FRAME.left, FRAME.width - FRAME.right),
    y: linear(0, most, floor, TOP),
    floor,
  };
  const at = (i: number): number => axes.x(start + (i + 0.5) * piece);
  const points = (values: readonly number[]) => values.map((value, i) => ({ x: at(i), y: axes.y(value) }));
  return svg(
    { width: FRAME.width, height },
    [
      ...replicaGrid(axes, most),
      ...timeGrid(axes, start, end),
      area(points(need), floor, "#d9e4ee"),
      ...ownLast(lines.filter(isDrawn)).map(({ policy, ready }) => line(points(ready), { color: colorOf(policy) })),
      ...lines.flatMap((one, row) => shortMarks(one, { row, plot, x: axes.x })),
    ],
    label,
  );
}

/** Where lines lie on each other, the one that is asked about is seen. */
function ownLast(lines: readonly PlotLine[]): readonly PlotLine[] {
  return [...lines].sort((a, b) => Number(a.policy === "headstart") - Number(b.policy === "headstart"));
}

function isDrawn({ policy }: PlotLine): boolean {
  return DRAWN.includes(policy);
}

function replicaGrid({ y }: Axes, most: number): readonly string[] {
  return roundTicks(most, 5).flatMap((value) => [
    gridLine({ x: FRAME.left, y: y(value) }, { x: FRAME.width - FRAME.right, y: y(value) }),
    text({ x: FRAME.left - 5, y: y(value) + 4 }, String(Number(value.toPrecision(6))), "end"),
  ]);
}

function timeGrid({ x, floor }: Axes, start: number, end: number): readonly string[] {
  const step = [HOUR, 3 * HOUR, 6 * HOUR, DAY, 2 * DAY, 7 * DAY, 28 * DAY].find((one) => (end - start) / one <= 12);
  const every = step ?? 365 * DAY;
  const first = Math.ceil(start / every) * every;
  const ticks = Array.from({ length: Math.max(0, Math.floor((end - first) / every) + 1) }, (_, i) => first + i * every);
  return ticks.flatMap((at) => [
    gridLine({ x: x(at), y: TOP }, { x: x(at), y: floor }),
    text({ x: x(at), y: floor + 15 }, timeLabel(at, every), "middle"),
  ]);
}

function timeLabel(at: number, every: number): string {
  const written = formatInstant(instant(Math.round(at)));
  return every < DAY ? written.slice(11, 16) : written.slice(5, 10);
}

interface Row {
  readonly row: number;
  readonly plot: Plot;
  readonly x: Scale;
}

function shortMarks({ policy, minutesShort }: PlotLine, { row, plot, x }: Row): readonly string[] {
  const y = FRAME.height + row * ROW;
  const width = x(plot.start + plot.piece) - x(plot.start);
  const marks = minutesShort.flatMap((minutes, i) => {
    if (minutes === 0) return [];
    const since = formatInstant(instant(Math.round(plot.start + i * plot.piece)));
    const title = `${policy}: ${Number(minutes.toPrecision(3))} of ${plot.piece / MINUTE} minutes short from ${since}`;
    return [mark({ x: x(plot.start + i * plot.piece), y }, width, { color: colorOf(policy), title })];
  });
  return [text({ x: FRAME.left - 5, y: y + 8 }, shortened(policy), "end"), ...marks];
}

function shortened(policy: string): string {
  return policy === "lastweek+level" ? "lastweek" : policy;
}
