import type { PredictiveAutoscalerSpec } from "../../api/predictiveAutoscaler.ts";
import type { Asker, Segment } from "../curve/curve.ts";
import { scaleInText } from "../curve/reasons.ts";

export type ScaleIn = PredictiveAutoscalerSpec["scaleIn"];

/** A floor on its way down. */
export interface Steps {
  /** When its next step is due. */
  readonly at: number;
  readonly level: number;
  /** Where the steps began, and where they lead. */
  readonly from: number;
  readonly to: number;
  readonly endedAt: number;
}

/**
 * The steps below each drop of the curve: at the end of a peak the floor falls by one step, then by one each interval.
 * @param curve ascending, not overlapping, from now on
 * @param base  what stands below it
 */
export function tailsOf(curve: readonly Segment[], base: number, scaleIn: ScaleIn): readonly Segment[] {
  return curve.flatMap(({ end, level }, index) => {
    const next = curve[index + 1];
    const to = next?.start === end ? next.level : base;
    return level > to ? stepsDown({ at: end, level, from: level, to, endedAt: end }, scaleIn) : [];
  });
}

/** One step lower each interval, the first one at once, until the level that stays. */
export function stepsDown({ at, level, from, to, endedAt }: Steps, scaleIn: ScaleIn): readonly Segment[] {
  if (scaleIn.interval <= 0) return [];
  const step = stepOf(from, to, scaleIn);
  const by = stepping({ from, to, endedAt });
  const out: Segment[] = [];
  for (let k = 1; level - k * step > to; k++) {
    const start = at + (k - 1) * scaleIn.interval;
    out.push({ start, end: start + scaleIn.interval, level: level - k * step, by });
  }
  return out;
}

export function stepping({ from, to, endedAt }: Pick<Steps, "from" | "to" | "endedAt">): Asker {
  return { source: "ScaleIn", readyBefore: 0, endedAt, text: () => scaleInText({ from, to, endedAt }) };
}

/** Replicas that come down at once, of a floor that goes from one level to another. */
export function stepOf(from: number, to: number, { stepPercent }: ScaleIn): number {
  return Math.max(1, Math.ceil((stepPercent * (from - to)) / 100));
}
