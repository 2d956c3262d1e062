import type { ScalingPolicySpec } from "../../api/scalingPolicy.ts";
import { formatQuantity } from "../../units/quantity.ts";

export interface Money {
  /** A quantity, to the hundredth. */
  readonly amount: string;
  readonly currency: string;
}

/** @returns undefined without a price */
export function priced(replicaHours: number, price: ScalingPolicySpec["price"]): Money | undefined {
  if (price === undefined) return undefined;
  return { amount: formatQuantity(replicaHours * price.perReplicaHour), currency: price.currency };
}
