import { HOUR, MINUTE } from "../units/duration.ts";
import type { Track } from "./track.ts";

/** What a policy paid and what it missed, over the scored steps. */
export interface Figures {
  readonly replicaHours: number;
  readonly reservedHours: number;
  readonly utilisation: number;
  readonly minutesShort: number;
  readonly unservedShare: number;
  readonly worstHourUnserved: number;
  readonly served: number;
  readonly replicasPeak: number;
  readonly changes: number;
}

/** The ready and the paid replicas at each scored step: all that the figures depend on. */
export interface Trace {
  readonly ready: Int32Array;
  /** Ready and starting, after the policy has ordered or removed. */
  readonly paid: Int32Array;
}

/** Missing less than this share of demand is rounding, not a shortage. */
const NOISE = 1e-9;

/** Scored steps [from, to), counted from the first scored one. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

export function figuresOf(track: Track, { ready, paid }: Trace, part: Part = { from: 0, to: paid.length }): Figures {
  const { demand, first, step, perReplica } = track;
  let [paidSteps, short, changes, peak] = [0, 0, 0, 0];
  let [asked, missed, worst] = [0, 0, 0];
  let hour = { at: NaN, asked: 0, missed: 0 };
  for (let i = part.from; i < part.to; i++) {
    const wanted = demand[first + i]!;
    const unserved = Math.max(0, wanted - ready[i]! * perReplica);
    const at = Math.floor((track.start + (first + i) * step) / HOUR);
    if (at !== hour.at) {
      worst = Math.max(worst, shareOf(hour));
      hour = { at, asked: 0, missed: 0 };
    }
    hour.asked += wanted;
    hour.missed += unserved;
    asked += wanted;
    missed += unserved;
    if (unserved > NOISE * wanted) short++;
    paidSteps += paid[i]!;
    peak = Math.max(peak, paid[i]!);
    if (i > part.from && paid[i] !== paid[i - 1]) changes++;
  }
  const unservedShare = shareOf({ asked, missed });
  return {
    replicaHours: (paidSteps * step) / HOUR,
    reservedHours: 0,
    utilisation: paidSteps === 0 ? 0 : (asked - missed) / (perReplica * paidSteps),
    minutesShort: (short * step) / MINUTE,
    unservedShare,
    worstHourUnserved: Math.max(worst, shareOf(hour)),
    served: 1 - unservedShare,
    replicasPeak: peak,
    changes,
  };
}

function shareOf({ asked, missed }: { readonly asked: number; readonly missed: number }): number {
  return asked > 0 ? missed / asked : 0;
}
