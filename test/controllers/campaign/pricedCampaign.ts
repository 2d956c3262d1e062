import { historyOf } from "../history.ts";
import { at, ownObject } from "../world.ts";
import { type SaleChanges, saleWorld } from "./saleWorld.ts";

const [START, END] = [at("2026-11-11T16:00:00Z"), at("2026-11-11T17:00:00Z")];

/** 75 units usually, 1,500 while the campaign runs; on the days before, nothing but the usual. */
export const demand = historyOf((now) => (now >= START && now < END ? 1500 : 75));

/**
 * 80 replicas at 16:00 for an hour, of 25 units each; lead 10 min, readyBefore 5 min, reaction 30 s: ordered at
 * 15:44:30. From 80 down to 4 in steps of 34 % of 76, which are 26: 54 at 17:00, 28 at 17:05, back at 17:10.
 */
export function pricedCampaign({ campaign = {}, autoscaler = {}, policy = PRICED }: Changes = {}) {
  const world = saleWorld({ campaign, autoscaler: { forecast: { history: "72h" }, ...autoscaler } });
  world.use(demand);
  world.put(ownObject("ScalingPolicy", "standard", policy));
  return { ...world, outcome: () => world.status()?.outcome };
}

interface Changes extends SaleChanges {
  readonly policy?: object;
}

const PRICED = { default: true, price: { perReplicaHour: "2.5", currency: "EUR" } };
