import { describe, expect, it } from "vitest";
import { FIELD_MANAGER, FLOOR_ANNOTATION } from "../../../src/api/metadata.ts";
import { failed } from "../../../src/units/result.ts";
import { condition, KEY, ownObject, windowed } from "../world.ts";
import { enforcing, eveningWorld, WINDOW } from "./eveningWorld.ts";

describe("cronHpa controller, when something is wrong", () => {
  it("metrics away when the floor falls: ReturnBlocked says why replicas stay", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T01:30:00Z");
    world.setMetrics(false, 30);
    await world.after(1);
    expect(condition(world.own("CronHPA", "evening"), "ReturnBlocked")?.status).toBe("False");
    await world.until("2026-11-11T02:00:02Z");
    expect(world.floor()).toBe(4);
    expect(condition(world.own("CronHPA", "evening"), "ReturnBlocked")).toMatchObject({ status: "True" });
    world.setMetrics(true, 30);
    await world.after(1);
    expect(condition(world.own("CronHPA", "evening"), "ReturnBlocked")?.status).toBe("False");
  });

  it("ReturnBlocked goes within a minute of the replicas it told of, whose count alone calls for no turn", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T01:30:00Z");
    world.setMetrics(false, 30);
    await world.until("2026-11-11T02:00:02Z");
    expect(condition(world.own("CronHPA", "evening"), "ReturnBlocked")?.status).toBe("True");
    world.setMetrics(false, 4);
    await world.after(60);
    expect(condition(world.own("CronHPA", "evening"), "ReturnBlocked")?.status).toBe("False");
  });

  it("an object that cannot be read lowers nothing, and says what is wrong with it", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T01:30:00Z");
    world.put(
      ownObject("CronHPA", "evening", { scaleTargetRef: { name: "face-fusion" }, windows: [{ start: "soon" }] }),
    );
    await world.until("2026-11-11T05:00:00Z");
    expect(world.floor()).toBe(30);
    expect(condition(world.own("CronHPA", "evening"), "Stalled")).toMatchObject({
      status: "True",
      reason: "InvalidSpec",
    });
  });

  it("a steady state writes nothing, not even a status", async () => {
    const world = enforcing();
    world.put(windowed("evening", [["2026-11-11T00:30:00Z", "2026-11-12T00:00:00Z", 30]]));
    world.begin();
    await world.until("2026-11-11T01:00:00Z");
    const before = world.writes.length;
    await world.until("2026-11-11T12:00:00Z");
    expect(world.writes.slice(before)).toEqual([]);
  });

  it("the API server away over the start: the floor stands soon after it is back", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T00:50:00Z");
    world.world.outage = "Unavailable";
    await world.until("2026-11-11T01:20:00Z");
    world.world.outage = undefined;
    await world.after(31);
    expect(world.floor()).toBe(30);
  });

  it("a conflict that the next try settles is no failure to report; one that lasts is", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T00:59:59Z");
    const ready = () => condition(world.own("CronHPA", "evening"), "Ready");
    const said = [ready()?.status];
    world.cluster.subscribe("CronHPA", () => said.push(ready()?.status));
    const { patch } = world.cluster;
    const conflict = failed({ code: "Conflict" as const, message: "not as it was read", remedy: "it is read again" });
    let refused = 0;
    world.cluster.patch = (...words) => (++refused > 6 ? patch(...words) : Promise.resolve(conflict));
    await world.until("2026-11-11T01:00:09Z");
    expect(world.floor()).toBe(30);
    expect(new Set(said), "it was Ready all the time").toEqual(new Set(["True"]));

    world.cluster.patch = () => Promise.resolve(conflict);
    await world.until("2026-11-11T02:00:09Z");
    expect(ready()?.status).toBe("True");
    await world.until("2026-11-11T02:00:30Z");
    expect(ready()).toMatchObject({ status: "False", reason: "Conflict" });
    world.cluster.patch = patch;
    await world.after(31);
    expect(ready()?.status).toBe("True");
    expect(world.floor()).toBe(4);
  });

  it("a conflict ends with its target: one of the same name that comes later is not blamed for it", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T00:59:59Z");
    const [hpa, deployment] = [world.hpa()!, world.stored("Deployment", KEY)!];
    const conflict = failed({ code: "Conflict" as const, message: "not as it was read", remedy: "it is read again" });
    world.cluster.patch = () => Promise.resolve(conflict);
    await world.until("2026-11-11T01:00:05Z");
    world.remove("HorizontalPodAutoscaler", hpa.metadata);
    world.remove("Deployment", KEY);
    await world.until("2026-11-11T01:10:00Z");
    world.put(deployment);
    world.put(hpa);
    await world.after(5);
    const ready = condition(world.own("CronHPA", "evening"), "Ready");
    expect(ready?.reason).not.toBe("Conflict");
  });

  it("H4: a target of the core group, whose apiVersion has no slash, is led through its HPA", async () => {
    const world = enforcing();
    const target = { apiVersion: "v1", kind: "ReplicationController", name: "face-fusion" };
    const hpa = world.hpa();
    if (hpa === undefined) throw new Error("there is no HPA");
    world.put({ ...hpa, spec: { ...hpa.spec, scaleTargetRef: target } });
    world.put(windowed("evening", [WINDOW], { scaleTargetRef: target }));
    world.put(windowed("elsewhere", [WINDOW], { scaleTargetRef: { ...target, name: "no-hpa" } }));
    world.put(windowed("deployment", [[WINDOW[0], WINDOW[1], 50]]));
    world.begin();
    await world.until("2026-11-11T01:00:01Z");
    expect(world.floor(), "the Deployment of the same name is another target").toBe(30);
    expect(condition(world.own("CronHPA", "elsewhere"), "Stalled")).toMatchObject({
      status: "True",
      reason: "TargetNotWatched",
    });
    await world.until("2026-11-11T02:00:01Z");
    expect(world.floor()).toBe(4);
    expect(world.record()).toBeUndefined();
  });

  it("what a policy of the cluster refuses is said in its words, on an HPA with annotations of others", async () => {
    const world = enforcing();
    const message = "ValidatingAdmissionPolicy 'floors' denied request";
    // The second try is for objects without any annotation, which this one is not: it can only conflict.
    world.cluster.patch = (_kind, _key, patch) =>
      Promise.resolve(
        failed({
          code: patch.some(({ path }) => path === "/metadata/annotations") ? "Conflict" : "Refused",
          message: patch.some(({ path }) => path === "/metadata/annotations") ? "a test did not hold" : message,
          remedy: "ask whoever wrote it",
        }),
      );
    world.put(windowed("evening", [WINDOW]));
    world.begin();
    await world.until("2026-11-11T01:10:00Z");
    const ready = condition(world.own("CronHPA", "evening"), "Ready");
    expect(ready).toMatchObject({ status: "False", reason: "Refused" });
    expect(ready?.message).toContain(message);
  });

  it("a record that somebody spoilt is removed, and told of: what was found is lost, what stands stays", async () => {
    const world = eveningWorld();
    await world.until("2026-11-11T01:10:00Z");
    const hpa = world.hpa();
    if (hpa === undefined) throw new Error("there is no HPA");
    world.put({ ...hpa, metadata: { ...hpa.metadata, annotations: { [FLOOR_ANNOTATION]: "{}" } } });
    await world.until("2026-11-11T02:00:01Z");
    expect(world.floor()).toBe(30);
    expect(world.record()).toBeUndefined();
    expect(world.hpa()?.metadata.managedFields?.some(({ manager }) => manager === FIELD_MANAGER)).toBe(false);
    const said = world.events.filter(({ reason }) => reason === "FloorForgotten").map(({ note }) => note);
    expect(said).toEqual(["minReplicas stays 30: what was found before cannot be read any more"]);
  });
});
