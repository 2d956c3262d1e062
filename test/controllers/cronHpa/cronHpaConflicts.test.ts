import { describe, expect, it } from "vitest";
import { FLOOR_ANNOTATION } from "../../../src/api/metadata.ts";
import { condition, KEY, NAMESPACE, windowed } from "../world.ts";
import { enforcing, eveningWorld, WINDOW } from "./eveningWorld.ts";

/** Its floor stands on the HPA, and nothing else is wrong yet. */
async function raised() {
  const world = eveningWorld();
  await world.until("2026-11-11T01:10:00Z");
  expect(world.floor()).toBe(30);
  const hpaAsRaised = world.hpa();
  if (hpaAsRaised === undefined) throw new Error("there is no HPA");
  const { annotations: _ours, ...metadata } = hpaAsRaised.metadata;
  const putSecondHpa = () => void world.put({ ...hpaAsRaised, metadata: { ...metadata, name: "a-second" } });
  return { ...world, hpaAsRaised, putSecondHpa };
}

describe("a floor that stands when its target can no longer be led", () => {
  it("H8: a second HPA appears: the floor stays in its window and is given back at its end", async () => {
    const world = await raised();
    world.putSecondHpa();
    await world.until("2026-11-11T01:50:00Z");
    expect(world.floor()).toBe(30);
    expect(condition(world.own("CronHPA", "evening"), "Conflict")).toMatchObject({ reason: "TwoAutoscalers" });
    await world.until("2026-11-11T02:00:01Z");
    expect(world.floor()).toBe(4);
    expect(world.record()).toBeUndefined();
    const second = world.stored("HorizontalPodAutoscaler", { namespace: NAMESPACE, name: "a-second" });
    expect(second?.spec.minReplicas, "what we never wrote is not ours to change").toBe(30);
  });

  it("H8: a ScaledObject takes the HPA over and resets it: our record goes, its value stays", async () => {
    const world = await raised();
    const { metadata, spec } = world.hpaAsRaised;
    const owner = { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", name: "x", uid: "so", controller: true };
    world.put({
      ...world.hpaAsRaised,
      metadata: { ...metadata, ownerReferences: [owner] },
      spec: { ...spec, minReplicas: 2 },
    });
    await world.until("2026-11-11T02:00:01Z");
    expect(world.floor()).toBe(2);
    expect(world.record()).toBeUndefined();
  });

  it("W15: its CronHPA is deleted while two HPAs name the target: given back in steps", async () => {
    const world = await raised();
    world.putSecondHpa();
    world.remove("CronHPA", { namespace: NAMESPACE, name: "evening" });
    await world.after(1800);
    expect(world.floor()).toBe(4);
    expect(world.record()).toBeUndefined();
  });

  it("frozen, it stays for as long as it is frozen", async () => {
    const world = await raised();
    world.putSecondHpa();
    world.pause("freeze");
    await world.until("2026-11-11T03:00:00Z");
    expect(world.floor()).toBe(30);
    world.pause(undefined);
    await world.after(1);
    expect(world.floor()).toBe(4);
  });
});

it("a record left on the workload is removed in the end, also when the first try failed", async () => {
  const world = enforcing();
  const workload = world.stored("Deployment", KEY);
  const hpa = world.hpa();
  if (workload === undefined || hpa === undefined) throw new Error("there is no target");
  world.remove("HorizontalPodAutoscaler", KEY);
  world.put(windowed("evening", [WINDOW]));
  world.begin();
  await world.until("2026-11-11T01:10:00Z");
  expect(world.stored("Deployment", KEY)?.metadata.annotations?.[FLOOR_ANNOTATION]).toBeDefined();
  world.world.outage = "Unavailable";
  world.put(hpa);
  await world.after(1);
  world.remove("CronHPA", { namespace: NAMESPACE, name: "evening" });
  await world.after(1);
  world.world.outage = undefined;
  await world.after(31);
  expect(world.stored("Deployment", KEY)?.metadata.annotations?.[FLOOR_ANNOTATION]).toBeUndefined();
});
