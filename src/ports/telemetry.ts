import type { ObjectKey } from "../api/metadata.ts";
import type { FloorSource } from "../plan/plan.ts";
import type { InputState } from "../plan/snapshot.ts";

/** What is measured of one target: gauges with the labels `namespace` and `name`, in replicas unless said otherwise. */
export interface TargetFigures {
  readonly floor?: { readonly value: number; readonly source: FloorSource };
  readonly required?: number;
  readonly ready?: number;
  readonly reserved?: number;
  readonly promised?: number;
  readonly shortBy?: number;
  /** Demand units at the policy's percentile, now. */
  readonly forecast?: number;
  readonly demand?: number;
  readonly leadTimeSeconds?: number;
  readonly inputState?: InputState;
  readonly skill?: number;
  readonly lookAgainAtSeconds?: number;
}

/** Metrics out. Labels are bounded: a target that is gone is forgotten. */
export interface Telemetry {
  target(key: ObjectKey, figures: TargetFigures): void;
  forget(key: ObjectKey): void;
  /** One more turn of a controller, and how it ended. */
  turn(controller: string, outcome: "done" | "retried" | "failed"): void;
}

export interface Log {
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}
