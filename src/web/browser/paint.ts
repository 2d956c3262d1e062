import type uPlot from "uplot";
import type { Columns } from "./columns.ts";
import type { LabelSpot } from "./labelSpots.ts";
import type { Palette, ColourName } from "./palette.ts";
import { PHASE_WORDS, type PhaseSpan } from "./phases.ts";
import { UPlot } from "./uplot.ts";

export const FONT = '600 12px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif';
export const LINE_HEIGHT = 16;

/** What stands behind both charts. */
export interface Backdrop {
  readonly spans: readonly PhaseSpan[];
  /** Starts and ends of campaigns. */
  readonly edges: readonly number[];
  /** The last row of a play that is under way. */
  readonly now: number | undefined;
}

/** Runs with the plot's upper left corner as origin and pixels of the page as unit. */
function inPlot(chart: uPlot, paint: (pen: CanvasRenderingContext2D, width: number, height: number) => void): void {
  const { ctx, bbox } = chart;
  const ratio = UPlot.pxRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.translate(bbox.left, bbox.top);
  ctx.scale(ratio, ratio);
  paint(ctx, bbox.width / ratio, bbox.height / ratio);
  ctx.restore();
}

export function paintPhases(chart: uPlot, { spans }: Backdrop, palette: Palette): void {
  inPlot(chart, (pen, _, height) => {
    for (const { phase, start, end } of spans) {
      const tint = PHASE_WORDS[phase]?.tint;
      if (tint === undefined) continue;
      const from = chart.valToPos(start, "x");
      pen.fillStyle = palette[`phase-${tint}` as ColourName];
      pen.fillRect(from, 0, chart.valToPos(end, "x") - from, height);
    }
  });
}

export function paintEdges(chart: uPlot, { edges, now }: Backdrop, palette: Palette): void {
  inPlot(chart, (pen, _, height) => {
    const upright = (at: number, colour: string, dash: readonly number[]) => {
      const x = Math.round(chart.valToPos(at, "x")) + 0.5;
      pen.strokeStyle = colour;
      pen.setLineDash([...dash]);
      pen.beginPath();
      pen.moveTo(x, 0);
      pen.lineTo(x, height);
      pen.stroke();
    };
    pen.lineWidth = 1;
    for (const at of edges) upright(at, palette.muted, []);
    if (now !== undefined) upright(now, palette.ink, [3, 3]);
  });
}

/** Fills what was asked for and could not be served. */
export function paintShortage(chart: uPlot, { at, demand, capacity }: Columns, palette: Palette): void {
  inPlot(chart, (pen) => {
    pen.fillStyle = palette.short;
    const y = (value: number) => chart.valToPos(value, "y");
    for (let index = 0; index + 1 < at.length; index++) {
      const [wanted, had] = [demand[index] ?? 0, capacity[index] ?? 0];
      if (wanted <= had) continue;
      const from = chart.valToPos(at[index] ?? 0, "x");
      const to = chart.valToPos(at[index + 1] ?? 0, "x");
      pen.fillRect(from, y(wanted), Math.max(1, to - from), y(had) - y(wanted));
    }
  });
}

export interface Words {
  readonly spot: LabelSpot;
  readonly colour: string;
}

/** Words with a rim of the card's colour, so that they read on any ground. */
export function paintWords(chart: uPlot, words: readonly Words[], palette: Palette): void {
  inPlot(chart, (pen) => {
    pen.font = FONT;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    for (const { spot, colour } of words) {
      const y = spot.top + spot.height / 2;
      pen.strokeStyle = palette.card;
      pen.lineWidth = 4;
      pen.globalAlpha = 0.75;
      pen.strokeText(spot.text, spot.left, y);
      pen.globalAlpha = 1;
      pen.fillStyle = colour;
      pen.fillText(spot.text, spot.left, y);
    }
  });
}
