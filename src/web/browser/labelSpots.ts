/** A line of a chart in pixels of the plot, with the words it goes by. `y` is null where there is no value. */
export interface LabelledLine {
  readonly text: string;
  /** Pixels that the words take. */
  readonly width: number;
  readonly y: readonly (number | null)[];
}

/** `y` in pixels of the plot, null where there is no value. */
type Line = Pick<LabelledLine, "y">;

export interface Surroundings {
  readonly edges?: readonly Line[];
  readonly taken?: readonly LabelSpot[];
}

export interface LabelSpot {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Plot {
  readonly width: number;
  readonly height: number;
  /** Pixels of each sample; shape as each line's `y`. */
  readonly x: readonly number[];
  /** Pixels that one line of words takes. */
  readonly lineHeight: number;
}

export const COLUMNS = 60;
const GAP = 4;
/** Being further away than this reads no better. */
const FAR = 28;

/**
 * Finds a place right above or below each line where its words touch neither another line nor other words.
 * A line that has no such place goes without: the legend names it as well.
 * @param around lines without words of their own, which no words may touch either, and places that are in use
 */
export function labelSpots(
  lines: readonly LabelledLine[],
  plot: Plot,
  { edges = [], taken = [] }: Surroundings = {},
): readonly LabelSpot[] {
  const spots: LabelSpot[] = [];
  for (const line of lines) {
    let best: { readonly spot: LabelSpot; readonly score: number } | undefined;
    for (const spot of placesFor(line, plot)) {
      if (!inside(spot, plot) || [...spots, ...taken].some((other) => overlap(spot, other))) continue;
      const score = scoreOf(spot, line, { lines: [...lines, ...edges], plot });
      if (score > (best?.score ?? 0)) best = { spot, score };
    }
    if (best !== undefined) spots.push(best.spot);
  }
  return spots;
}

function placesFor(line: LabelledLine, plot: Plot): readonly LabelSpot[] {
  const { text, width } = line;
  return Array.from({ length: COLUMNS }, (_, column) => ((plot.width - width) * column) / (COLUMNS - 1)).flatMap(
    (left) => {
      const reach = reachUnder(line, { left, width, plot });
      if (reach === undefined) return [];
      const spot = { text, left, width, height: plot.lineHeight };
      return [
        { ...spot, top: reach.high - GAP - plot.lineHeight },
        { ...spot, top: reach.low + GAP },
      ];
    },
  );
}

/** More is better; not positive where a line runs through the words. A steep line is a bad place for its own words. */
function scoreOf(
  spot: LabelSpot,
  own: LabelledLine,
  { lines, plot }: { readonly lines: readonly Line[]; readonly plot: Plot },
): number {
  let clear = FAR;
  for (const line of lines) {
    const reach = line === own ? undefined : reachUnder(line, { ...spot, plot });
    if (reach === undefined) continue;
    clear = Math.min(clear, Math.max(spot.top - reach.low, reach.high - spot.top - spot.height));
  }
  const reach = reachUnder(own, { ...spot, plot });
  return clear - (reach === undefined ? 0 : (reach.low - reach.high) / 2);
}

/** Highest and lowest pixel of a line within the columns of the words; undefined where it is not drawn throughout. */
export function reachUnder(
  { y }: Line,
  { left, width, plot }: { readonly left: number; readonly width: number; readonly plot: Plot },
): { readonly high: number; readonly low: number } | undefined {
  const from = plot.x.findIndex((x) => x >= left - GAP);
  const past = plot.x.findIndex((x) => x > left + width + GAP);
  if (from < 0) return undefined;
  // One sample more on either side: the line comes from there.
  const under = y.slice(Math.max(0, from - 1), past < 0 ? undefined : past + 1);
  const drawn = under.filter((value) => value !== null);
  if (drawn.length === 0 || drawn.length < under.length) return undefined;
  return { high: Math.min(...drawn), low: Math.max(...drawn) };
}

export function inside({ left, top, width, height }: LabelSpot, plot: Plot): boolean {
  return left >= GAP && top >= 0 && left + width <= plot.width - GAP && top + height <= plot.height;
}

export function overlap(a: LabelSpot, b: LabelSpot): boolean {
  const beside = a.left >= b.left + b.width + GAP || b.left >= a.left + a.width + GAP;
  return !beside && a.top < b.top + b.height && b.top < a.top + a.height;
}
