import { expect, it } from "vitest";
import { advanced } from "../../src/twin/advance.ts";
import { put, removed, stored } from "../../src/twin/objects.ts";
import { emptyTwin } from "../../src/twin/state.ts";
import { ownedApply } from "../../src/twin/writes.ts";
import { at, KEY, NAME, ownObject } from "../controllers/world.ts";
import { autoscalerOf } from "../controllers/sale.ts";

const PLAN = { ...KEY, name: `${NAME}-plan` };

it("what is made for an owner that was deleted a moment ago goes within seconds, as on a real cluster", () => {
  const withOwner = put(emptyTwin(at("2026-11-11T00:00:00Z")), "PredictiveAutoscaler", autoscalerOf());
  const { uid = "" } = stored(withOwner, "PredictiveAutoscaler", KEY)!.metadata;
  const owner = { kind: "PredictiveAutoscaler", name: NAME, uid };
  const spec = { scaleTargetRef: { name: NAME } };
  const late = ownedApply(removed(withOwner, "PredictiveAutoscaler", KEY), { kind: "CronHPA", key: PLAN, owner, spec });
  if (!late.ok) throw new Error(late.failure.message);
  expect(stored(late.value, "CronHPA", PLAN)).toBeDefined();
  const theirs = put(late.value, "CronHPA", ownObject("CronHPA", "evening", spec));
  const after = advanced(theirs, () => undefined);
  expect(stored(after, "CronHPA", PLAN)).toBeUndefined();
  expect(stored(after, "CronHPA", { ...KEY, name: "evening" }), "nobody owns it").toBeDefined();
});

it("a plan says to the second when it was written last, and a write of the same is none", () => {
  const now = at("2026-11-11T00:00:00.750Z");
  const withOwner = put(emptyTwin(now), "PredictiveAutoscaler", autoscalerOf());
  const { uid = "" } = stored(withOwner, "PredictiveAutoscaler", KEY)!.metadata;
  const order = { kind: "CronHPA", key: PLAN, owner: { kind: "PredictiveAutoscaler", name: NAME, uid } } as const;
  const timeAfter = (state: typeof withOwner, spec: object) => {
    const written = ownedApply(state, { ...order, spec });
    if (!written.ok) throw new Error(written.failure.message);
    return [written.value, stored(written.value, "CronHPA", PLAN)?.metadata.managedFields?.[0]?.time] as const;
  };
  const spec = { scaleTargetRef: { name: NAME } };
  const [first, at0] = timeAfter(withOwner, spec);
  const [, at1] = timeAfter({ ...first, now: at("2026-11-11T00:00:09Z") }, spec);
  const [, at2] = timeAfter({ ...first, now: at("2026-11-11T00:00:09Z") }, { ...spec, suspend: true });
  expect([at0, at1, at2]).toEqual(["2026-11-11T00:00:00Z", "2026-11-11T00:00:00Z", "2026-11-11T00:00:09Z"]);
});
