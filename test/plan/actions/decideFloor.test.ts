import { describe, expect, it } from "vitest";
import { decideFloor, type FloorWish } from "../../../src/plan/actions/decideFloor.ts";
import type { FloorRecord } from "../../../src/api/cronHpa.ts";
import type { FloorAction, ObservedFloor } from "../../../src/plan/actions/floorAction.ts";
import { formatInstant, type Instant } from "../../../src/units/instant.ts";
import { replicas } from "../../../src/units/replicas.ts";
import { after, at, frozen } from "../snapshots.ts";

const NOW = at("2026-11-11T20:00:00Z");
const LONG_AGO = formatInstant(at("2026-11-11T10:00:00Z"));

const asks = (floor: number): FloorWish => ({
  kind: "floor",
  floor: replicas(floor),
  reason: `campaign asks for ${floor}`,
});
const nothing: FloorWish = { kind: "nothingInForce" };
const withdrawn: FloorWish = { kind: "withdrawn", because: "the plan was deleted" };

function record(found: number | null, applied: number, more: Partial<FloorRecord> = {}): FloorRecord {
  return { found, applied, since: LONG_AGO, ...more };
}

function hpa(value: number | undefined, kept?: FloorRecord, ceiling = 120): ObservedFloor {
  return frozen({ value, ceiling, record: kept });
}

function said(action: FloorAction): string {
  switch (action.kind) {
    case "apply":
      return `set ${action.to}, found ${action.record.found}`;
    case "giveBack":
      return `give back ${action.to}`;
    default:
      return action.kind;
  }
}

describe("the field that carries the floor", () => {
  it.each([
    { seen: hpa(4), wish: asks(80), does: "set 80, found 4", why: "a floor opens" },
    {
      seen: hpa(80, record(4, 80)),
      wish: asks(80),
      does: "none",
      why: "it stands already: steady state writes nothing",
    },
    { seen: hpa(80, record(4, 80)), wish: asks(81), does: "set 81, found 4", why: "one more is asked" },
    { seen: hpa(80, record(4, 80)), wish: asks(54), does: "set 54, found 4", why: "a step down" },
    { seen: hpa(80, record(4, 80)), wish: nothing, does: "give back 4", why: "the last window has closed" },
    { seen: hpa(4), wish: nothing, does: "none", why: "nothing of ours is there" },
    { seen: hpa(4), wish: asks(4), does: "none", why: "what was found is enough" },
    { seen: hpa(4), wish: asks(5), does: "set 5, found 4", why: "what was found is one too few" },
    {
      seen: hpa(80, record(4, 80)),
      wish: asks(4),
      does: "give back 4",
      why: "the window asks for no more than was found",
    },
    { seen: hpa(130, record(4, 130), 130), wish: asks(200), does: "none", why: "the ceiling is reached" },
  ])("$why: $does", ({ seen, wish, does }) => expect(said(decideFloor(seen, wish, NOW))).toBe(does));

  it("H4: an HPA without minReplicas gets it, and loses it again", () => {
    expect(said(decideFloor(hpa(undefined), asks(10), NOW))).toBe("set 10, found null");
    expect(said(decideFloor(hpa(10, record(null, 10)), nothing, NOW))).toBe("give back null");
    expect(decideFloor(hpa(undefined), asks(1), NOW).kind).toBe("none");
  });

  it("H7: a floor above the ceiling is cut to it, and says by how much", () => {
    expect(decideFloor(hpa(4), asks(200), NOW)).toMatchObject({ kind: "apply", to: 120, shortBy: 80 });
  });

  it("H10: a second, higher floor does not overwrite what was found", () => {
    const first = decideFloor(hpa(4), asks(20), NOW);
    expect(first.kind).toBe("apply");
    if (first.kind !== "apply") return;
    const second = decideFloor(hpa(20, first.record), asks(80), after(NOW, "1h"));
    expect(second).toMatchObject({ kind: "apply", to: 80, record: { found: 4, applied: 80 } });
    if (second.kind !== "apply") return;
    expect(said(decideFloor(hpa(80, second.record), nothing, after(NOW, "2h")))).toBe("give back 4");
  });

  it.each([
    {
      value: 6,
      wish: asks(80),
      does: "set 80, found 6",
      why: "a foreign 6 becomes what was found, the floor stands again",
    },
    { value: 90, wish: asks(80), does: "forget", why: "a foreign 90 is above the floor: theirs stays" },
    { value: 6, wish: nothing, does: "forget", why: "no floor is in force: theirs stays" },
    { value: 6, wish: withdrawn, does: "forget", why: "nobody asks any more: theirs stays" },
    { value: undefined, wish: asks(80), does: "set 80, found null", why: "the field was removed" },
  ])("H1: $why", ({ value, wish, does }) => {
    expect(said(decideFloor(hpa(value, record(4, 80)), wish, NOW))).toBe(does);
  });

  it.each([
    { wish: asks(80), does: "forget", why: "it is above what is asked for, so nothing of ours is needed" },
    { wish: asks(54), does: "forget", why: "the floor comes down to it, and no further" },
    { wish: asks(100), does: "set 100, found 80", why: "a higher floor is raised above it, and gives it back" },
    { wish: nothing, does: "forget", why: "the window ends, and theirs stays" },
    { wish: withdrawn, does: "forget", why: "nobody asks any more, and theirs stays" },
  ])("H1: somebody wishes for the very 80 that we wrote: $why", ({ wish, does }) => {
    const seen = frozen({ ...hpa(80, record(4, 80)), isAlsoTheirs: true });
    expect(said(decideFloor(seen, wish, NOW))).toBe(does);
  });

  it("H9: a reset is told from our own change", () => {
    expect(decideFloor(hpa(4, record(4, 80)), asks(80), NOW)).toMatchObject({ foreignReset: true });
    expect(decideFloor(hpa(80, record(4, 80)), asks(54), NOW)).toMatchObject({ foreignReset: false });
    expect(decideFloor(hpa(4), asks(54), NOW)).toMatchObject({ foreignReset: false });
  });

  it("a frozen target is left alone, whatever stands there", () => {
    const frozenWish: FloorWish = { kind: "frozen", because: "suspended" };
    for (const seen of [hpa(4), hpa(80, record(4, 80)), hpa(6, record(4, 80))]) {
      expect(decideFloor(seen, frozenWish, NOW)).toEqual({ kind: "none", because: "suspended" });
    }
  });
});

describe("a workload without an HPA", () => {
  const workload = (value: number, kept?: FloorRecord): ObservedFloor => ({ value, ceiling: undefined, record: kept });

  it.each([
    { seen: workload(10), wish: asks(8), does: "none", why: "more runs already: it is never scaled down" },
    { seen: workload(2), wish: asks(8), does: "set 8, found 2", why: "it is raised" },
    { seen: workload(8, record(2, 8)), wish: nothing, does: "give back 2", why: "what was raised is returned" },
    {
      seen: workload(12, record(2, 8)),
      wish: nothing,
      does: "forget",
      why: "somebody scaled it: only our record goes",
    },
  ])("H11: $why", ({ seen, wish, does }) => expect(said(decideFloor(seen, wish, NOW))).toBe(does));
});

describe("given back in steps when nobody asks any more", () => {
  it("80 over 4 goes down by 26 each five minutes, and then to what was found", () => {
    const deeds: string[] = [];
    let seen = hpa(80, record(4, 80));
    let now: Instant = NOW;
    for (let turn = 0; turn < 10; turn++) {
      const action = decideFloor(seen, withdrawn, now);
      if (action.kind === "none") {
        expect(action.lookAgainAt).toBeDefined();
        now = action.lookAgainAt ?? now;
        continue;
      }
      deeds.push(`${formatInstant(now).slice(11, 16)} ${said(action)}`);
      if (action.kind !== "apply") break;
      seen = hpa(action.to, action.record);
    }
    expect(deeds).toEqual(["20:00 set 54, found 4", "20:05 set 28, found 4", "20:10 give back 4"]);
  });

  it("a step is not taken before its time, whoever looks", () => {
    const seen = hpa(54, record(4, 54, { since: formatInstant(NOW), from: 80 }));
    expect(decideFloor(seen, withdrawn, after(NOW, "4m59s")).kind).toBe("none");
    expect(said(decideFloor(seen, withdrawn, after(NOW, "5m")))).toBe("set 28, found 4");
  });
});

describe("a CronHPA that is gone while its window was open, beside others", () => {
  const heard = ["face-fusion-plan"];
  const left = record(4, 80, { by: "evening" });
  const plan = (floor: number): FloorWish => ({ ...asks(floor), kind: "floor", by: heard[0]!, heard }) as FloorWish;

  it.each([
    { wish: { ...nothing, heard }, does: "set 54, found 4", why: "nobody else asks for anything: in steps" },
    { wish: plan(20), does: "set 59, found 4", why: "in steps onto what another asks for" },
    { wish: plan(79), does: "set 79, found 4", why: "what another asks for is less than a step below" },
    { wish: plan(80), does: "set 80, found 4", why: "another asks for as much: it is his from now on" },
    { wish: plan(90), does: "set 90, found 4", why: "another asks for more" },
    {
      wish: { ...nothing, heard: [...heard, "evening"] },
      does: "give back 4",
      why: "it is there: its window has ended",
    },
    { wish: nothing, does: "give back 4", why: "nobody says who is there" },
  ])("$why", ({ wish, does }) => expect(said(decideFloor(hpa(80, left), wish, NOW))).toBe(does));

  it("remembers who asked for it, and forgets him for who asks now", () => {
    const by = (action: FloorAction) => (action.kind === "apply" ? action.record.by : undefined);
    expect(by(decideFloor(hpa(4), { ...asks(30), by: "evening" } as FloorWish, NOW))).toBe("evening");
    expect(by(decideFloor(hpa(80, left), { ...nothing, heard }, NOW))).toBe("evening");
    const taken = decideFloor(hpa(80, left), plan(80), NOW);
    expect(taken).toMatchObject({ record: { ...left, by: "face-fusion-plan" }, foreignReset: false });
    if (taken.kind === "apply") expect(decideFloor(hpa(80, taken.record), plan(60), NOW)).toMatchObject({ to: 60 });
  });

  it("of a record of before, which names nobody, it ends at once; somebody's value stays", () => {
    expect(said(decideFloor(hpa(80, record(4, 80)), { ...nothing, heard }, NOW))).toBe("give back 4");
    expect(said(decideFloor(hpa(6, left), { ...nothing, heard }, NOW))).toBe("forget");
    expect(said(decideFloor(hpa(60, left), plan(50), NOW))).toBe("forget");
  });
});

describe("where a descent began is remembered beside what was found", () => {
  it.each([
    { kept: record(4, 80), to: 54, from: 80, why: "the first step down starts one" },
    { kept: record(4, 54, { from: 80, since: formatInstant(NOW) }), to: 28, from: 80, why: "the next goes on" },
    {
      kept: record(4, 28, { from: 80, since: formatInstant(NOW) }),
      to: 54,
      from: 80,
      why: "a step undone is part of it",
    },
    {
      kept: record(4, 54, { from: 80, since: formatInstant(NOW) }),
      to: 90,
      from: undefined,
      why: "a new floor ends it",
    },
    { kept: record(4, 54, { from: 80 }), to: 28, from: 54, why: "after hours it is another one" },
  ])("$why", ({ kept, to, from }) => {
    const action = decideFloor(hpa(kept.applied, kept), asks(to), after(NOW, "5m"));
    expect(action.kind === "apply" && action.record.from).toBe(from);
  });
});
