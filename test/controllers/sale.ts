import { ownObject, TARGET } from "./world.ts";

/** An autoscaler of 25 units a replica and a lead time of ten minutes. */
export function autoscalerOf(name = "face-fusion", more: object = {}) {
  return ownObject("PredictiveAutoscaler", name, {
    scaleTargetRef: TARGET,
    demand: { perReplica: 25, signals: [{ name: "all", query: "sum(rate(x[1m]))" }] },
    startup: { leadTime: "10m" },
    // Three days are enough for a daily peak, and a fit of them is quick.
    forecast: { history: "72h" },
    ...more,
  });
}

/** A campaign `sale`: eighty replicas from 16:00 for an hour. */
export function saleOf(more: object = {}) {
  return ownObject("Campaign", "sale", {
    timeZone: "UTC",
    start: "2026-11-11T16:00:00",
    end: "2026-11-11T17:00:00",
    targets: [{ name: "face-fusion", peak: { replicas: 80 } }],
    ...more,
  });
}
