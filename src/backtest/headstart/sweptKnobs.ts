/** Headrooms of one percentile, whole percent, ascending: one line of a curve. */
export interface SweptLine {
  readonly percentile: number;
  readonly headrooms: readonly number[];
}

/**
 * The default among them. Each percentile from which the planner covers more of what was seen has its line, and some
 * between them; headroom stands in for what no percentile says. Neighbours are near enough that a line between them
 * says little of its own. Under the median lie the settings of calm load that may lose a percent: factors below 1 of
 * the simple policies.
 */
export const SWEPT: readonly SweptLine[] = [
  { percentile: 10, headrooms: [0, 10, 20] },
  { percentile: 25, headrooms: [0, 10, 20] },
  { percentile: 50, headrooms: [0, 20, 60, 150, 400] },
  { percentile: 60, headrooms: [0, 20, 60, 150, 400] },
  { percentile: 75, headrooms: [0, 20, 60, 150, 400, 1000] },
  { percentile: 85, headrooms: [0, 20, 60, 150, 400, 1000] },
  { percentile: 90, headrooms: [0, 20, 60, 150, 400, 1000] },
  { percentile: 95, headrooms: [0, 10, 20, 60, 150, 400] },
  { percentile: 98, headrooms: [0, 10, 20, 60, 150, 400] },
  { percentile: 99, headrooms: [0, 20, 60, 150, 250, 400, 1000] },
];
