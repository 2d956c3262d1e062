import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { poolAction, type PoolState, type StandingPlaceholder } from "../../../src/plan/actions/poolAction.ts";
import { replicas } from "../../../src/units/replicas.ts";
import { after, frozen, T0 } from "../snapshots.ts";

const window = (count: number, upTo: number) => ({
  start: T0,
  end: after(T0, "1h"),
  replicas: replicas(count),
  upTo: replicas(upTo),
  reason: "campaign vision/sale reserves room for up to 80",
});

function placeholders(scheduled: number, waiting = 0): readonly StandingPlaceholder[] {
  return Array.from({ length: scheduled + waiting }, (_, i) => ({
    uid: `p${i}`,
    scheduled: i < scheduled,
    createdAt: T0 + i,
  }));
}

interface Pool {
  readonly stand?: readonly StandingPlaceholder[];
  readonly unseen?: number;
  readonly exist?: number;
  readonly scheduled?: number;
  readonly open?: boolean;
  readonly ending?: boolean;
  readonly quota?: PoolState["quota"];
}

/** Promised are 80; the floor stands at 4, so the window asks for 76. */
function pool({ stand = [], exist = 4, open = true, ending = false, ...rest }: Pool): PoolState {
  return frozen({
    open: open ? [window(76, 80)] : [],
    ending: ending ? [window(76, 80)] : [],
    placeholders: stand,
    unseen: rest.unseen ?? 0,
    ownPods: { existing: replicas(exist), scheduled: replicas(rest.scheduled ?? exist) },
    quota: rest.quota,
  });
}

describe("placeholders of a pool that is promised 80", () => {
  it.each([
    { pool: {}, create: 76, remove: 0, why: "four pods run: the rest is reserved" },
    {
      pool: { exist: 30 },
      create: 50,
      remove: 0,
      why: "W1: thirty exist already, pool and pods never exceed the promise",
    },
    { pool: { stand: placeholders(76) }, create: 0, remove: 0, why: "all stand: steady" },
    {
      pool: { stand: placeholders(40), unseen: 36 },
      create: 0,
      remove: 0,
      why: "W1: created but not seen yet, not created twice",
    },
    {
      pool: { stand: placeholders(40, 36) },
      create: 0,
      remove: 0,
      why: "W1: those that wait for a node are not doubled",
    },
    {
      pool: { stand: placeholders(10), exist: 80, scheduled: 70 },
      create: 0,
      remove: 0,
      why: "W11: ten pods wait for a node, so ten stay",
    },
    {
      pool: { stand: placeholders(10), exist: 80, scheduled: 71 },
      create: 0,
      remove: 1,
      why: "W11: nine wait, one too many stands",
    },
    { pool: { stand: placeholders(20), exist: 60 }, create: 0, remove: 0, why: "preempted ones are not created again" },
    { pool: { stand: placeholders(76), open: false }, create: 0, remove: 76, why: "the window has closed: all go" },
    {
      pool: { stand: placeholders(76), open: false, ending: true, exist: 80, scheduled: 4 },
      create: 0,
      remove: 0,
      why: "W11: in the grace, room waits for pods on their way",
    },
    { pool: { open: false, ending: true }, create: 0, remove: 0, why: "in the grace nothing is ordered" },
    { pool: { stand: placeholders(80) }, create: 0, remove: 4, why: "W3: four too many, of the placeholders only" },
    { pool: { quota: { free: 200, surge: 20 } }, create: 76, remove: 0, why: "a roomy quota changes nothing" },
    {
      pool: { quota: { free: 100, surge: 4 } },
      create: 20,
      remove: 0,
      why: "76 pods to come and 4 of a rollout leave 20 of 100",
    },
    {
      pool: { quota: { free: 60, surge: 0 } },
      create: 0,
      remove: 0,
      why: "a quota that just holds the pods to come: none",
    },
    {
      pool: { stand: placeholders(30), quota: { free: 66, surge: 0 } },
      create: 0,
      remove: 10,
      why: "placeholders give way to pods under a quota",
    },
  ])("$why", ({ pool: seen, create, remove }) => {
    const action = poolAction(pool(seen));
    expect([action.create, action.remove.length]).toEqual([create, remove]);
  });

  it("those that hold no room go first, then the youngest", () => {
    expect(poolAction(pool({ stand: placeholders(77, 2) })).remove).toEqual(["p78", "p77", "p76"]);
  });

  it("says what the quota took away", () => {
    const action = poolAction(pool({ quota: { free: 100, surge: 4 } }));
    expect(action).toMatchObject({ wanted: 20, shortBy: 56 });
    expect(action.because).toBe("the quota leaves room for 20 of 76 placeholders beside the pods to come");
  });

  it("W1, W3: never more than promised, never anything but placeholders, never both at once", () => {
    const count = fc.integer({ min: 0, max: 120 });
    fc.assert(
      fc.property(count, count, count, count, (stand, unseen, exist, waiting) => {
        const scheduled = Math.max(0, exist - waiting);
        const state = pool({ stand: placeholders(stand), unseen, exist, scheduled });
        const { create, remove } = poolAction(state);
        const known = new Set(state.placeholders.map(({ uid }) => uid));
        expect(remove.every((uid) => known.has(uid))).toBe(true);
        expect(create === 0 || remove.length === 0).toBe(true);
        if (create > 0) expect(stand + unseen + create + exist).toBeLessThanOrEqual(80);
        // W11: as long as a pod waits for a node, room for it is not given away.
        const left = stand - remove.length;
        expect(left).toBeGreaterThanOrEqual(Math.min(stand, 76, Math.max(0, 80 - scheduled)));
      }),
    );
  });
});
