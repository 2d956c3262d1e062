import { describe, expect, it } from "vitest";
import { FIELD_MANAGER, FLOOR_ANNOTATION } from "../../../src/api/metadata.ts";
import { condition, windowed } from "../world.ts";
import { enforcing, eveningWorld, WINDOW } from "./eveningWorld.ts";

describe("cronHpa controller", () => {
  it("H1: the floor rises with its window and what was found is given back, annotation and ownership too", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T00:59:59Z");
    expect(world.floor()).toBe(4);
    await world.until("2026-11-11T01:00:00Z");
    expect(world.floor()).toBe(30);
    expect(JSON.parse(world.record() ?? "")).toEqual({
      found: 4,
      applied: 30,
      since: "2026-11-11T01:00:00Z",
      by: "evening",
    });
    await world.until("2026-11-11T02:00:01Z");
    expect(world.floor()).toBe(4);
    expect(world.record()).toBeUndefined();
    expect(world.hpa()?.metadata.managedFields?.some(({ manager }) => manager === FIELD_MANAGER)).toBe(false);
    expect(world.bugs).toEqual([]);
  });

  it("S8: at start −1 s, 0 and +1 s the floor changes once", async () => {
    const world = eveningWorld();
    const seen: (number | undefined)[] = [];
    for (const second of ["00:59:59", "01:00:00", "01:00:01"]) {
      await world.until(`2026-11-11T${second}Z`);
      seen.push(world.floor());
    }
    expect(seen).toEqual([4, 30, 30]);
    expect(world.deeds()).toEqual(["patch HorizontalPodAutoscaler face-fusion"]);
  });

  it("S9: two windows that meet leave no dip, and the second needs no write", async () => {
    const world = enforcing();
    world.put(windowed("a", [["2026-11-11T01:00:00Z", "2026-11-11T02:00:00Z", 20]]));
    world.put(windowed("b", [["2026-11-11T02:00:00Z", "2026-11-11T03:00:00Z", 20]]));
    world.begin();
    await world.until("2026-11-11T01:00:00Z");
    const before = world.deeds().length;
    for (let second = 0; second < 3; second++) {
      await world.until(`2026-11-11T02:00:0${second}Z`);
      expect(world.floor()).toBe(20);
    }
    expect(world.deeds()).toHaveLength(before);
  });

  it("S10: killed over the start, the floor stands one turn after the restart", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T00:30:00Z");
    await world.kill();
    await world.until("2026-11-11T01:40:00Z");
    expect(world.floor()).toBe(4);
    world.begin();
    await world.after(0);
    expect(world.floor()).toBe(30);
  });

  it("S11: killed over the end, what was found is given back one turn after the restart", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T01:10:00Z");
    await world.kill();
    await world.until("2026-11-11T09:00:00Z");
    expect(world.floor()).toBe(30);
    world.begin();
    await world.after(1);
    expect(world.floor()).toBe(4);
    expect(world.record()).toBeUndefined();
  });

  it("H4: an HPA without minReplicas has none again afterwards", async () => {
    const world = eveningWorld({ min: null });
    await world.until("2026-11-11T01:30:00Z");
    expect(world.floor()).toBe(30);
    await world.until("2026-11-11T02:00:01Z");
    expect(world.hpa()?.spec).not.toHaveProperty("minReplicas");
  });

  it("H8: a reset is answered at once when it is the first, then at most once in 10 s, and named", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T01:10:00Z");
    const before = world.deeds().length;
    for (let i = 0; i < 60; i++) {
      world.editMinimum(6, "argocd-controller");
      await world.after(1);
    }
    expect(world.deeds().length - before).toBeLessThanOrEqual(7);
    expect(world.deeds().length - before).toBeGreaterThanOrEqual(5);
    await world.after(10);
    expect(world.floor()).toBe(30);
    const conflict = condition(world.own("CronHPA", "evening"), "Conflict");
    expect(conflict?.status).toBe("True");
    expect(conflict?.message).toContain("argocd-controller");
    expect(world.events.some(({ reason }) => reason === "ForeignReset")).toBe(true);
    await world.until("2026-11-11T02:00:01Z");
    expect(world.floor(), "the foreign value became what was found").toBe(6);
  });

  it("H8: a reset right after a step of our own is answered at once: the HPA would fall within 15 s", async () => {
    const world = enforcing();
    const [next, after] = ["2026-11-11T01:30:00Z", "2026-11-11T02:00:00Z"];
    world.put(windowed("evening", [WINDOW, ["2026-11-11T01:00:00Z", next, 40], [next, after, 30]]));
    world.begin();
    await world.until("2026-11-11T01:30:01Z");
    expect(world.floor()).toBe(30);
    world.editMinimum(4, "argocd-controller");
    await world.after(0);
    expect(world.floor()).toBe(30);
    world.editMinimum(4, "argocd-controller");
    await world.after(9);
    expect(world.floor(), "the second one waits").toBe(4);
    await world.after(1);
    expect(world.floor()).toBe(30);
  });

  it("S13: a clock that is set back by an hour does not keep answers waiting for it", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T01:50:00Z");
    world.editMinimum(4);
    await world.after(0);
    await world.kill();
    const ahead = world.record()?.replace("T01:", "T02:");
    const hpa = world.hpa();
    if (hpa === undefined || ahead === undefined) throw new Error("there is no record");
    world.put({ ...hpa, metadata: { ...hpa.metadata, annotations: { [FLOOR_ANNOTATION]: ahead } } });
    world.begin();
    world.editMinimum(4);
    await world.after(0);
    expect(world.floor()).toBe(30);
  });

  it("H9: a manifest applied again by replace, record and all, is not fought either", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T01:10:00Z");
    const before = world.deeds().length;
    for (let i = 0; i < 30; i++) {
      const hpa = world.hpa();
      if (hpa === undefined) throw new Error("there is no HPA");
      const { annotations: _replaced, ...metadata } = hpa.metadata;
      world.put({ ...hpa, metadata, spec: { ...hpa.spec, minReplicas: 4 } });
      await world.after(1);
    }
    expect(world.deeds().length - before).toBeLessThanOrEqual(4);
    await world.after(10);
    expect(world.floor()).toBe(30);
  });

  it("H10: nested windows and a restart between them end at the first original", async () => {
    const world = enforcing();
    world.put(windowed("outer", [["2026-11-11T01:00:00Z", "2026-11-11T05:00:00Z", 20]]));
    world.put(windowed("inner", [["2026-11-11T02:00:00Z", "2026-11-11T03:00:00Z", 60]]));
    world.begin();
    await world.until("2026-11-11T02:30:00Z");
    expect(world.floor()).toBe(60);
    await world.kill();
    world.begin();
    await world.until("2026-11-11T03:00:01Z");
    expect(world.floor()).toBe(20);
    await world.until("2026-11-11T05:00:01Z");
    expect(world.floor()).toBe(4);
  });

  it("the floor is clamped to maxReplicas, and the rest is said aloud", async () => {
    const world = eveningWorld({ max: 20 });
    await world.until("2026-11-11T01:00:01Z");
    expect(world.floor()).toBe(20);
    expect(condition(world.own("CronHPA", "evening"), "Short")).toMatchObject({ status: "True" });
    expect(condition(world.own("CronHPA", "evening"), "Short")?.message).toContain("short by 10");
  });

  it("deletion of the CronHPA gives back in steps, not at once", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T01:30:00Z");
    world.remove("CronHPA", { namespace: "vision", name: "evening" });
    await world.after(1);
    const seen = [world.floor()];
    for (let i = 0; i < 3; i++) {
      await world.after(300);
      seen.push(world.floor());
    }
    expect(seen, "a third of 26 every 5 minutes").toEqual([21, 12, 4, 4]);
    expect(world.record()).toBeUndefined();
  });

  it("suspended: the floor stays, through the window's end; no longer suspended it is given back", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T01:30:00Z");
    world.put(windowed("evening", [WINDOW], { suspend: true }));
    await world.until("2026-11-11T04:00:00Z");
    expect(world.floor()).toBe(30);
    world.put(windowed("evening", [WINDOW]));
    await world.after(1);
    expect(world.floor()).toBe(4);
  });

  it("the namespace's pause: freeze writes nothing, release gives back in steps", async () => {
    const world = enforcing();
    world.put(windowed("evening", [["2026-11-11T01:00:00Z", "2026-11-11T09:00:00Z", 30]]));
    world.pause("freeze");
    world.begin();
    await world.until("2026-11-11T01:30:00Z");
    expect(world.deeds()).toEqual([]);
    world.pause(undefined);
    await world.after(1);
    expect(world.floor()).toBe(30);
    world.pause("release");
    await world.after(3600);
    expect(world.floor()).toBe(4);
    expect(world.record()).toBeUndefined();
  });

  it("without an HPA the workload itself is raised, and returned", async () => {
    const world = enforcing();
    world.remove("HorizontalPodAutoscaler", { namespace: "vision", name: "face-fusion" });
    world.put(windowed("evening", [WINDOW]));
    world.begin();
    await world.until("2026-11-11T01:00:01Z");
    expect(world.stored("Deployment", { namespace: "vision", name: "face-fusion" })?.spec.replicas).toBe(30);
    await world.until("2026-11-11T02:00:01Z");
    const after = world.stored("Deployment", { namespace: "vision", name: "face-fusion" });
    expect(after?.spec.replicas).toBe(4);
    expect(after?.metadata.annotations).toEqual({});
  });

  it("two HPAs of one target: nothing is written, the condition names both", async () => {
    const world = enforcing();
    const hpa = world.hpa();
    if (hpa === undefined) throw new Error("there is no HPA");
    world.put({ ...hpa, metadata: { namespace: "vision", name: "second" } });
    world.put(windowed("evening", [WINDOW]));
    world.begin();
    await world.until("2026-11-11T01:10:00Z");
    expect(world.deeds()).toEqual([]);
    expect(condition(world.own("CronHPA", "evening"), "Conflict")).toMatchObject({
      status: "True",
      reason: "TwoAutoscalers",
    });
  });
});
