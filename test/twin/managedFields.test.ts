import { describe, expect, it } from "vitest";
import { put, stored } from "../../src/twin/objects.ts";
import { emptyTwin, type TwinState } from "../../src/twin/state.ts";
import { type Change, disowned, patch, serverSideApply } from "../../src/twin/writes.ts";
import { at, KEY, TARGET } from "../controllers/world.ts";

const KIND = "HorizontalPodAutoscaler";

function withHpa(): TwinState {
  return put(emptyTwin(at("2026-11-11T00:00:00Z")), KIND, {
    kind: KIND,
    metadata: KEY,
    spec: { scaleTargetRef: TARGET, minReplicas: 4, maxReplicas: 40, metric: { name: "demand", averageValue: 25 } },
    status: { currentReplicas: 4, desiredReplicas: 4, conditions: [] },
  });
}

function done(change: Change): TwinState {
  if (!change.ok) throw new Error(change.failure.message);
  return change.value;
}

const raise = (manager: string, from: number, to: number) => ({
  manager,
  patch: [
    { op: "test", path: "/spec/minReplicas", value: from },
    { op: "replace", path: "/spec/minReplicas", value: to },
  ] as const,
});
const applied = (state: TwinState, spec: object) => serverSideApply(state, { kind: KIND, metadata: KEY, spec }, "user");
const managersOf = (state: TwinState) =>
  stored(state, KIND, KEY)?.metadata.managedFields?.map(({ manager }) => manager);

/** What DESIGN §6 measured on a real API server. */
describe("who owns a field of the twin", () => {
  it("H1: a plain give-back leaves us as owner, and the user's apply conflicts until we disown it", () => {
    const user = done(applied(withHpa(), { minReplicas: 4 }));
    const back = done(
      patch(done(patch(user, KIND, KEY, raise("headstart", 4, 30))), KIND, KEY, raise("headstart", 30, 4)),
    );
    expect(managersOf(back)).toContain("headstart");
    expect(applied(back, { minReplicas: 5 })).toMatchObject({ ok: false, failure: { code: "Conflict" } });
    const given = done(disowned(back, KIND, KEY, "headstart"));
    expect(managersOf(given)).not.toContain("headstart");
    expect(stored(done(applied(given, { minReplicas: 5 })), KIND, KEY)?.spec.minReplicas).toBe(5);
  });

  it("H9: an apply that omits the field never clashes, and leaves our value", () => {
    const raised = done(patch(withHpa(), KIND, KEY, raise("headstart", 4, 30)));
    expect(stored(done(applied(raised, { maxReplicas: 50 })), KIND, KEY)?.spec).toMatchObject({ minReplicas: 30 });
  });

  it("H1: an apply of the value that stands shares the field with us, until we write another value", () => {
    const raised = done(patch(withHpa(), KIND, KEY, raise("headstart", 4, 30)));
    const shared = done(applied(raised, { minReplicas: 30 }));
    expect(managersOf(shared)).toEqual(["headstart", "user"]);
    expect(managersOf(done(patch(shared, KIND, KEY, raise("headstart", 30, 40))))).toEqual(["headstart"]);
  });

  it("a person's edit takes the field over; a patch from a value that stood before is a Conflict", () => {
    const raised = done(patch(withHpa(), KIND, KEY, raise("headstart", 4, 30)));
    const edited = done(patch(raised, KIND, KEY, raise("kubectl-edit", 30, 6)));
    expect(managersOf(edited)).toEqual(["kubectl-edit"]);
    expect(patch(edited, KIND, KEY, raise("headstart", 30, 4))).toMatchObject({ failure: { code: "Conflict" } });
  });

  it("a floor above the maximum is refused, as the API server refuses it", () => {
    expect(patch(withHpa(), KIND, KEY, raise("headstart", 4, 41))).toMatchObject({ failure: { code: "Refused" } });
  });
});
