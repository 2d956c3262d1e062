import type { FloorRecord } from "../../api/cronHpa.ts";
import type { Instant } from "../../units/instant.ts";
import type { Replicas } from "../../units/replicas.ts";

/** The field that carries the floor, as it stands in the cluster. */
export interface ObservedFloor {
  /** spec.minReplicas of the HPA or spec.replicas of the workload; undefined when the HPA names none. */
  readonly value: number | undefined;
  /** Nothing above it is accepted by the API server; undefined without an HPA. */
  readonly ceiling: number | undefined;
  readonly record: FloorRecord | undefined;
  /** Somebody's server-side apply holds the very value that stands: it is their wish, though it is what we wrote. */
  readonly isAlsoTheirs?: boolean;
}

/** What the enforcement does to the field, and to the record beside it. */
export type FloorAction =
  | {
      readonly kind: "none";
      readonly because: string;
      /** When there will be something to do, if nothing else happens. */
      readonly lookAgainAt?: Instant;
    }
  /** Write the floor and remember (or go on remembering) what was found. */
  | {
      readonly kind: "apply";
      readonly to: Replicas;
      readonly record: FloorRecord;
      readonly because: string;
      /** A foreign writer changed the value since we wrote it. */
      readonly foreignReset: boolean;
      readonly shortBy: Replicas;
    }
  /** Set the found value again (null: remove the field), drop the record, give up the field's ownership. */
  | { readonly kind: "giveBack"; readonly to: number | null; readonly because: string }
  /** Somebody else changed the value and no floor is in force: theirs stays, only our record goes. */
  | { readonly kind: "forget"; readonly because: string };
