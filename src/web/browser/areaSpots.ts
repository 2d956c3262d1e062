import { COLUMNS, inside, type LabelSpot, overlap, type Plot, reachUnder } from "./labelSpots.ts";

/** An area of a chart in pixels of the plot, y growing downwards, with the words it goes by. */
export interface LabelledArea {
  readonly text: string;
  /** Pixels that the words take. */
  readonly width: number;
  readonly upper: readonly number[];
  readonly lower: readonly number[];
}

/** How far down in the area the words may stand. */
const HEIGHTS = [0.5, 0.35, 0.65, 0.2, 0.8];

/**
 * Finds a place for each area's words within it, where it is thickest and no line runs through.
 * An area that is nowhere thick enough goes without.
 */
export function areaSpots(
  areas: readonly LabelledArea[],
  lines: readonly { readonly y: readonly (number | null)[] }[],
  plot: Plot,
): readonly LabelSpot[] {
  const spots: LabelSpot[] = [];
  for (const area of areas) {
    let best: { readonly spot: LabelSpot; readonly thick: number } | undefined;
    for (const { spot, thick } of placesIn(area, plot)) {
      const free = !spots.some((other) => overlap(spot, other)) && !lines.some((line) => crosses(line, spot, plot));
      if (free && inside(spot, plot) && thick > (best?.thick ?? 0)) best = { spot, thick };
    }
    if (best !== undefined) spots.push(best.spot);
  }
  return spots;
}

function placesIn(
  { text, width, upper, lower }: LabelledArea,
  plot: Plot,
): readonly { readonly spot: LabelSpot; readonly thick: number }[] {
  return Array.from({ length: COLUMNS }, (_, column) => ((plot.width - width) * column) / (COLUMNS - 1)).flatMap(
    (left) => {
      const top = reachUnder({ y: upper }, { left, width, plot })?.low;
      const bottom = reachUnder({ y: lower }, { left, width, plot })?.high;
      if (top === undefined || bottom === undefined || bottom - top < plot.lineHeight) return [];
      const thick = bottom - top;
      return HEIGHTS.map((share) => ({
        thick: thick - Math.abs(share - 0.5) * plot.lineHeight,
        spot: { text, left, width, height: plot.lineHeight, top: top + (thick - plot.lineHeight) * share },
      }));
    },
  );
}

function crosses(line: { readonly y: readonly (number | null)[] }, spot: LabelSpot, plot: Plot): boolean {
  const reach = reachUnder(line, { ...spot, plot });
  return reach !== undefined && reach.high < spot.top + spot.height && reach.low > spot.top;
}
