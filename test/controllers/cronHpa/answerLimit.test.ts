import { expect, it } from "vitest";
import { answerLimit } from "../../../src/controllers/cronHpa/answerLimit.ts";
import { ofAutoscaler } from "../../../src/controllers/cronHpa/carrier.ts";
import type { FloorAction } from "../../../src/plan/actions/floorAction.ts";
import { instant } from "../../../src/units/instant.ts";
import { replicas } from "../../../src/units/replicas.ts";
import { at, autoscaler } from "../world.ts";

const NOW = at("2026-11-11T01:00:00Z");
const RAISE: FloorAction = {
  ...{ kind: "apply", to: replicas(30), because: "evening", foreignReset: false, shortBy: replicas(0) },
  record: { found: 4, applied: 30, since: "2026-11-11T01:00:00Z" },
};

/** The HPA at that version, without a record of ours. */
function seenAt(resourceVersion: string) {
  const hpa = autoscaler(4, 120);
  return ofAutoscaler({ ...hpa, metadata: { ...hpa.metadata, resourceVersion } });
}

it("a view that is behind our own write is no reset: it is not written over again, and nobody is blamed", () => {
  const limit = answerLimit();
  limit.acted(RAISE, seenAt("7"), NOW);
  const soon = instant(NOW + 20);
  expect(limit.mayAct(RAISE, seenAt("7"), soon)).toBeGreaterThan(soon);
  expect(limit.foughtBy(soon)).toBeUndefined();
});

it("H9: a manifest that replaced ours a moment after our write is answered at once, the next one after 10 s", () => {
  const limit = answerLimit();
  limit.acted(RAISE, seenAt("7"), NOW);
  const [soon, later] = [instant(NOW + 1_000), instant(NOW + 2_000)];
  expect(limit.mayAct(RAISE, seenAt("9"), soon)).toBe(soon);
  limit.acted(RAISE, seenAt("9"), soon);
  expect(limit.foughtBy(soon)).toBe("another writer");
  expect(limit.mayAct(RAISE, seenAt("11"), later)).toBe(soon + 10_000);
});
