import { costAtShare, type Row } from "../curve.ts";
import { colorOf, FRAME, gridLine, line, logarithmic, svg, text } from "./svg.ts";

const LEAST_SHARE = 1e-6;
const MOST_SHARE = 0.1;
const TOP = 8;
/** Points of a curve that are worked out, evenly in the logarithm of the share. */
const POINTS = 61;

export interface Curve {
  readonly policy: string;
  readonly points: readonly { readonly share: number; readonly cost: number }[];
}

/** The curves of one series: each policy's cost over the oracle against the share of demand left unserved. */
export function curveChart(rows: readonly Row[], label: string): string {
  const names = [...new Set(rows.map(({ name }) => name))].filter((name) => name !== "oracle");
  const own = (policy: string): readonly Row[] => rows.filter(({ name }) => name === policy);
  return drawnCurves(
    names.map((policy) => ({ policy, points: curveOf(own(policy)) })),
    label,
  );
}

/** Both axes logarithmic; lower is better. Empty where there is nothing to draw. */
export function drawnCurves(curves: readonly Curve[], label: string): string {
  const costs = curves.flatMap(({ points }) => points.map(({ cost }) => cost));
  if (costs.length === 0) return "";
  const [least, most] = [Math.min(1, ...costs), Math.max(2, ...costs)];
  const floor = FRAME.height - FRAME.bottom;
  const x = logarithmic(LEAST_SHARE, MOST_SHARE, FRAME.left, FRAME.width - FRAME.right);
  const y = logarithmic(least, most, floor, TOP);
  const shares = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1];
  const ticks = [0.5, 1, 1.5, 2, 3, 5, 10, 20, 50, 100, 200].filter((cost) => cost >= least && cost <= most);
  return svg(
    FRAME,
    [
      ...shares.flatMap((share) => [
        gridLine({ x: x(share), y: TOP }, { x: x(share), y: floor }),
        text({ x: x(share), y: floor + 15 }, `${Number((100 * share).toPrecision(2))} %`, "middle"),
      ]),
      ...ticks.flatMap((cost) => [
        gridLine({ x: FRAME.left, y: y(cost) }, { x: FRAME.width - FRAME.right, y: y(cost) }),
        text({ x: FRAME.left - 5, y: y(cost) + 4 }, `${cost}×`, "end"),
      ]),
      ...curves.map(({ policy, points }) =>
        line(
          points.map(({ share, cost }) => ({ x: x(share), y: y(cost) })),
          { color: colorOf(policy), ...(policy === "foresight" ? { dash: "5 3" } : {}) },
        ),
      ),
    ],
    label,
  );
}

function curveOf(rows: readonly Row[]): Curve["points"] {
  const ratio = Math.log10(MOST_SHARE / LEAST_SHARE) / (POINTS - 1);
  return Array.from({ length: POINTS }, (_, i) => LEAST_SHARE * 10 ** (i * ratio)).flatMap((share) => {
    const cost = costAtShare(rows, share);
    return cost === undefined ? [] : [{ share, cost }];
  });
}
