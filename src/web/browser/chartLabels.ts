import type uPlot from "uplot";
import { areaSpots } from "./areaSpots.ts";
import { labelSpots, type Plot } from "./labelSpots.ts";
import { FONT, LINE_HEIGHT, type Words } from "./paint.ts";

/** One thing a chart shows, in the order it is painted. */
export interface Trace {
  readonly label: string;
  readonly colour: string;
  /** The colour under the line; without it the trace is a line. */
  readonly fill?: string;
  readonly dash?: readonly number[];
  readonly lineWidth: number;
  readonly stepped: boolean;
  /** What is painted: for a stacked area its upper edge. */
  readonly values: readonly (number | null)[];
  /** The lower edge of a stacked area. */
  readonly above?: readonly number[];
  /** What the reading says, where that is not what is painted. */
  readonly reading?: readonly (number | null)[];
}

/** Enough to see every step that is wider than a few pixels. */
const MOST_SAMPLES = 400;

/** Where the names of all traces go, areas first: they have less choice. */
export function chartLabels(chart: uPlot, at: readonly number[], traces: readonly Trace[]): readonly Words[] {
  const width = chart.bbox.width / devicePixelRatio;
  const height = chart.bbox.height / devicePixelRatio;
  const shown = visible(at, chart);
  const pick = <T>(values: readonly T[]) => shown.map((index) => values[index] as T);
  const y = (value: number) => chart.valToPos(value, "y");
  const plot: Plot = { width, height, lineHeight: LINE_HEIGHT, x: pick(at).map((value) => chart.valToPos(value, "x")) };
  chart.ctx.save();
  chart.ctx.font = FONT;
  const wide = (text: string) => chart.ctx.measureText(text).width;
  const lines = traces
    .filter(({ fill }) => fill === undefined)
    .map(({ label, values }) => ({
      text: label,
      width: wide(label),
      y: pick(values).map((value) => (value === null ? null : y(value))),
    }));
  const areas = traces
    .filter(({ fill }) => fill !== undefined)
    .map(({ label, values, above }) => ({
      text: label,
      width: wide(label),
      upper: pick(values).map((value) => y(value ?? 0)),
      lower: above === undefined ? shown.map(() => y(0)) : pick(above).map(y),
    }));
  chart.ctx.restore();
  const edges = areas.map(({ upper }) => ({ y: upper }));
  const inAreas = areaSpots(areas, lines, plot);
  const colours = new Map(traces.map(({ label, colour }) => [label, colour]));
  return [...inAreas, ...labelSpots(lines, plot, { edges, taken: inAreas })].map((spot) => ({
    spot,
    colour: colours.get(spot.text) ?? "",
  }));
}

/** Indices of the samples in view, thinned. */
function visible(at: readonly number[], chart: uPlot): readonly number[] {
  const { min, max } = chart.scales["x"] ?? {};
  const indices = at.flatMap((value, index) =>
    value >= (min ?? -Infinity) && value <= (max ?? Infinity) ? [index] : [],
  );
  const every = Math.ceil(indices.length / MOST_SAMPLES);
  return indices.filter((_, order) => order % every === 0);
}
