import type { PredictiveAutoscalerSpec } from "../../api/predictiveAutoscaler.ts";
import { type Asker, type Segment, segmentAt } from "../curve/curve.ts";
import { scaleInText } from "../curve/reasons.ts";

export type ScaleIn = PredictiveAutoscalerSpec["scaleIn"];

/** A floor on its way down. */
export interface Steps {
  /** When its next step is due. */
  readonly at: number;
  readonly level: number;
  /** Where the steps began. */
  readonly from: number;
  readonly endedAt: number;
}

/** What the steps lead onto: what is wished, and what stands below it. */
export interface Below {
  /** Ascending, not overlapping, from now on. */
  readonly curve: readonly Segment[];
  readonly base: number;
}

/** The steps below each drop of the curve: at a peak's end the floor falls by one step, then by one each interval. */
export function tailsOf({ curve, base }: Below, scaleIn: ScaleIn): readonly Segment[] {
  return curve.flatMap(({ end, level }, index) => {
    const next = curve[index + 1];
    const to = next?.start === end ? next.level : base;
    return level > to ? stepsDown({ at: end, level, from: level, endedAt: end }, { curve, base }, scaleIn) : [];
  });
}

/**
 * One step lower each interval, the first one at once, until the level that stays. Each leads onto what is wished when
 * it is due: led onto what is wished now, below a curve that falls itself all of them would change with each turn.
 */
export function stepsDown(
  { at: first, level: top, from, endedAt }: Steps,
  below: Below,
  scaleIn: ScaleIn,
): readonly Segment[] {
  if (scaleIn.interval <= 0) return [];
  const out: Segment[] = [];
  let [at, level, to] = [first, top, levelBelow(below, first)];
  // Each step is one replica at least.
  while (level - stepOf(from, to, scaleIn) > to) {
    level -= stepOf(from, to, scaleIn);
    out.push({ start: at, end: at + scaleIn.interval, level, by: stepping({ from, to, endedAt }) });
    at += scaleIn.interval;
    to = levelBelow(below, at);
  }
  return out;
}

/** What is wished at the moment, or what stands without anybody's wish. */
export function levelBelow({ curve, base }: Below, at: number): number {
  return segmentAt(curve, at)?.level ?? base;
}

export function stepping({
  from,
  to,
  endedAt,
}: Pick<Steps, "from" | "endedAt"> & {
  readonly to: number;
}): Asker {
  return { source: "ScaleIn", readyBefore: 0, endedAt, text: () => scaleInText({ from, to, endedAt }) };
}

/** Replicas that come down at once, of a floor that goes from one level to another. */
export function stepOf(from: number, to: number, { stepPercent }: ScaleIn): number {
  return Math.max(1, Math.ceil((stepPercent * (from - to)) / 100));
}
