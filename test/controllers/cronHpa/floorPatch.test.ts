import { describe, expect, it } from "vitest";
import type { HorizontalPodAutoscaler } from "../../../src/api/observed.ts";
import { ofAutoscaler } from "../../../src/controllers/cronHpa/carrier.ts";
import { floorPatch, withFirstAnnotation } from "../../../src/controllers/cronHpa/floorPatch.ts";
import { decideFloor, type FloorWish } from "../../../src/plan/actions/decideFloor.ts";
import { replicas } from "../../../src/units/replicas.ts";
import { RESOURCES } from "../../../src/adapters/kubernetes/resources.ts";
import { patched } from "../jsonPatch.ts";
import { at, autoscaler } from "../world.ts";

const NOW = at("2026-11-11T12:00:00Z");
const wish = (floor: number): FloorWish => ({ kind: "floor", floor: replicas(floor), reason: "a campaign" });
const nothing: FloorWish = { kind: "nothingInForce" };

/** What a v2 HPA holds beside the floor; a client of an older version would drop it. */
const rest = {
  maxReplicas: 120,
  metrics: [{ type: "External", external: { metric: { name: "queue" }, target: { type: "Value", value: "30" } } }],
  behavior: { scaleDown: { stabilizationWindowSeconds: 600, policies: [{ type: "Pods", value: 4 }] } },
};

/** One turn of the enforcement on an HPA with everything in it. */
function enforced(hpa: HorizontalPodAutoscaler, wanted: FloorWish): HorizontalPodAutoscaler {
  const seen = ofAutoscaler(hpa);
  const patch = floorPatch(decideFloor(seen.floor, wanted, NOW), seen);
  if (patch === undefined) return hpa;
  const after = patched(hpa, hpa.metadata.annotations === undefined ? withFirstAnnotation(patch) : patch);
  if (after === undefined) throw new Error("the patch's own tests do not hold");
  return after;
}

describe("what a floor writes into an HPA", () => {
  it.each([1, 4, 120])(
    "H2, H5: from minimum %i up, past the maximum, and back: all else stays as it was",
    (minimum) => {
      const start = autoscaler(minimum, 120);
      const before = { ...start, spec: { ...start.spec, ...rest } };
      const specs = [wish(80), wish(500), wish(60), nothing].reduce<HorizontalPodAutoscaler[]>(
        (seen, wanted) => [...seen, enforced(seen.at(-1) ?? before, wanted)],
        [],
      );
      for (const { spec } of specs) {
        const { minReplicas, scaleTargetRef, ...others } = spec;
        expect(others).toEqual(rest);
        expect(scaleTargetRef).toEqual(before.spec.scaleTargetRef);
        expect(minReplicas).toBeLessThanOrEqual(120);
      }
    },
  );

  it("H5: it is read and written as autoscaling/v2, and never as a whole object", () => {
    expect(RESOURCES.HorizontalPodAutoscaler.apiVersion).toBe("autoscaling/v2");
    const seen = ofAutoscaler(autoscaler(4, 120));
    const patch = floorPatch(decideFloor(seen.floor, wish(80), NOW), seen) ?? [];
    const written = patch.filter(({ op }) => op !== "test").map(({ path }) => path);
    expect(written).toEqual(["/metadata/annotations/headstart.dev~1floor", "/spec/minReplicas"]);
  });
});
