import { describe, expect, it } from "vitest";
import type { Pod } from "../../../src/api/observed.ts";
import { leadTimeObserver } from "../../../src/controllers/predictiveAutoscaler/leadTimeObserver.ts";
import { leadTimeOf } from "../../../src/plan/leadTime/leadTime.ts";
import { SECOND } from "../../../src/units/duration.ts";
import { formatInstant, instant } from "../../../src/units/instant.ts";
import { at } from "../world.ts";

const CREATED = at("2026-11-11T10:00:00Z");
const AUTO = { leadTime: "Auto", percentile: 95 } as const;

/** One that got a node and was Ready so many seconds after its creation. */
function started(name: string, { node, ready, restarts = 0 }: { node: number; ready: number; restarts?: number }): Pod {
  const after = (seconds: number) => formatInstant(instant(CREATED + seconds * SECOND));
  return {
    kind: "Pod",
    metadata: { namespace: "vision", name, uid: name, creationTimestamp: formatInstant(CREATED) },
    spec: { nodeName: "a", requests: {}, priority: 0 },
    status: { phase: "Running", readySince: after(ready), scheduledAt: after(node), restarts },
  };
}

function learnedFrom(pods: readonly Pod[]): number {
  const observer = leadTimeObserver();
  observer.see(pods, instant(CREATED + 3600 * SECOND));
  return leadTimeOf(observer.knowledge(AUTO))(1) / SECOND;
}

describe("what the pods of a target show of order → Ready", () => {
  it("W7: waiting for a node, and for placeholders to leave it, is part of the lead time", () => {
    const many = (node: number, ready: number) =>
      Array.from({ length: 200 }, (_, i) => started(`pod-${i}`, { node, ready }));
    expect(learnedFrom(many(90, 330))).toBe(learnedFrom(many(0, 330)));
    expect(learnedFrom(many(90, 330)) - learnedFrom(many(0, 240))).toBeGreaterThanOrEqual(90);
  });

  it("H13: a pod that crashed on its way is no measure of a start", () => {
    const observer = leadTimeObserver();
    observer.see([started("crashed", { node: 0, ready: 3000, restarts: 4 })], instant(CREATED + 3600 * SECOND));
    const knowledge = observer.knowledge(AUTO);
    expect(knowledge.kind === "learned" && knowledge.pods).toEqual([]);
  });

  it("W12: one that never becomes Ready is counted as not Ready yet, not left out", () => {
    const { readySince: _never, ...status } = started("stuck", { node: 0, ready: 0 }).status;
    const observer = leadTimeObserver();
    observer.see([{ ...started("stuck", { node: 0, ready: 0 }), status }], instant(CREATED + 900 * SECOND));
    const knowledge = observer.knowledge(AUTO);
    expect(knowledge.kind === "learned" && knowledge.pods).toMatchObject([{ censored: true, duration: 900 * SECOND }]);
  });
});
