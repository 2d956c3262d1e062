import type { Track } from "./track.ts";

/** A recording and the lead time it is replayed with. */
export interface Scenario {
  readonly track: Track;
  /** Steps from order to Ready, at least one. */
  readonly lead: number;
  /** Five minutes in steps: how far beyond the lead time a floor looks, and the HPA's window. */
  readonly reach: number;
}

/** What of the fleet a policy sees before it decides. */
export interface Fleet {
  readonly ready: number;
  readonly starting: number;
}

/** Says at each scored step how many replicas there shall be; steps come in ascending order, each once. */
export interface Policy {
  readonly name: string;
  /** What the sweep turns; null where there is nothing to turn. */
  readonly knob: number | string | null;
  /** The target of the HPA underneath; null without one. */
  readonly hpaTarget: number | null;
  /** Replicas that stand ready before the first scored step. */
  readonly initial: () => number;
  readonly wanted: (step: number, fleet: Fleet) => number;
}

export const MIN_REPLICAS = 1;
