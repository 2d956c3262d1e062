import type { TargetRecording } from "../recording.ts";

/** A target's rows turned into columns of equal length, as a chart takes them. Replicas unless said otherwise. */
export interface Columns {
  /** Epoch ms. */
  readonly at: readonly number[];
  /** Demand units, as are `forecast` and `capacity`. */
  readonly demand: readonly number[];
  readonly forecast: readonly (number | null)[];
  readonly capacity: readonly number[];
  readonly floor: readonly number[];
  readonly required: readonly number[];
  readonly ready: readonly number[];
  /** Not ready yet. */
  readonly starting: readonly number[];
  readonly reserved: readonly number[];
}

export function columnsOf({ rows, perReplica }: TargetRecording): Columns {
  return {
    at: rows.map(({ at }) => at),
    demand: rows.map(({ demand }) => demand),
    forecast: rows.map(({ forecast }) => forecast),
    capacity: rows.map(({ ready }) => ready * perReplica),
    floor: rows.map(({ floor }) => floor),
    required: rows.map(({ required }) => required),
    ready: rows.map(({ ready }) => ready),
    starting: rows.map(({ replicas, ready }) => Math.max(0, replicas - ready)),
    reserved: rows.map(({ reserved }) => reserved),
  };
}
