import { describe, expect, it } from "vitest";
import { predictiveAutoscalerSpec } from "../../../src/api/predictiveAutoscaler.ts";
import { readTraining } from "../../../src/controllers/predictiveAutoscaler/demandHistory.ts";
import { MINUTE } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { historyOf } from "../history.ts";

const NOON = instant(Date.UTC(2026, 10, 11, 12));

describe("the training history", () => {
  const spec = predictiveAutoscalerSpec.parse({
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "face-fusion" },
    demand: { perReplica: 25, signals: [{ name: "all", query: "all" }] },
    forecast: { history: "1h" },
  });
  /** Demand is the minutes since noon. */
  const minutes = historyOf((at) => (at - NOON) / MINUTE);

  it.each([
    { now: 0, last: 0, why: "what is measured at a whole step is known then" },
    { now: 4, last: 0, why: "and is the last until the next" },
    { now: 5, last: 5, why: "which counts as soon as it is due" },
  ])("minute $now ends with minute $last: $why", async ({ now, last }) => {
    const read = await readTraining(minutes, spec, instant(NOON + now * MINUTE));
    if (!read.ok) throw new Error(read.failure.message);
    const { start, step, values } = read.value;
    expect(values.length).toBe(12);
    expect(values.at(-1)).toBe(last);
    expect(start + 11 * step).toBe(NOON + last * MINUTE);
  });
});
