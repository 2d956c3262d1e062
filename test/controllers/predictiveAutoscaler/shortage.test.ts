import { describe, expect, it } from "vitest";
import type { Node } from "../../../src/api/observed.ts";
import { historyOf } from "../history.ts";
import { autoscalerOf, saleOf } from "../sale.ts";
import { condition, worldAt } from "../world.ts";

const T0 = "2026-11-11T12:00:00Z";

const sale = saleOf({ start: "2026-11-11T13:00:00", end: "2026-11-11T14:00:00" });

/** Of the deployment's pods, one CPU each, so many fit. */
function node(name: string, cpu: number): Node {
  return {
    kind: "Node",
    metadata: { namespace: "", name },
    spec: { unschedulable: false, taints: [] },
    status: { allocatable: { cpu, pods: 110 }, ready: true },
  };
}

describe("when there is not enough", () => {
  it("W18: room for 30 of 80: condition, campaign and metric name the shortage in the first turn", async () => {
    const world = worldAt(T0);
    world.use(historyOf(() => 50));
    world.put(node("a", 15));
    world.put(node("b", 11));
    world.put(autoscalerOf());
    world.put(sale);
    world.begin();
    await world.after(31);
    const fits = condition(world.own("PredictiveAutoscaler", "face-fusion"), "CapacityFits");
    expect(fits).toMatchObject({ status: "False", reason: "Room" });
    expect(fits?.message).toMatch(/^short by 50, because .*2 of 2 nodes accept this shape/);
    expect(condition(world.own("Campaign", "sale"), "CapacityFits")).toMatchObject({ status: "False" });
    expect(world.figures.at(-1)?.shortBy).toBe(50);
  });

  it("W18: the cold path is taken all the same: the whole floor is ordered on time", async () => {
    const world = worldAt(T0);
    world.put(node("a", 15));
    world.put(autoscalerOf());
    world.put(sale);
    world.begin();
    await world.until("2026-11-11T12:44:30Z");
    expect(world.floor()).toBe(80);
  });

  it("W8: placeholders that wait for a node leave the target's own conditions alone", async () => {
    const world = worldAt(T0);
    world.put(autoscalerOf());
    world.put(sale);
    world.begin();
    await world.until("2026-11-11T12:30:00Z");
    for (const pod of world.cluster.list("Pod")) {
      const { nodeName: _none, ...spec } = pod.spec;
      world.put({ ...pod, spec, status: { ...pod.status, phase: "Pending" } });
    }
    await world.until("2026-11-11T12:35:00Z");
    expect(condition(world.own("WarmPool", "face-fusion-plan"), "Ready")).toMatchObject({ reason: "NoRoom" });
    expect(condition(world.own("PredictiveAutoscaler", "face-fusion"), "Ready")).toMatchObject({ status: "True" });
  });

  it("M8: each turn publishes floor, required, ready, reserved, forecast, lead time and input state", async () => {
    const world = worldAt(T0);
    world.use(historyOf(() => 50));
    world.put(autoscalerOf());
    world.begin();
    await world.after(31);
    const { floor, required, ready, reserved, forecast, leadTimeSeconds, inputState } = world.figures.at(-1) ?? {};
    expect({ floor, ready, reserved, leadTimeSeconds, inputState }).toEqual({
      floor: { value: 4, source: "Found" },
      ready: 4,
      reserved: 0,
      leadTimeSeconds: 600,
      inputState: "Live",
    });
    expect(required).toBeGreaterThan(0);
    expect(forecast).toBeGreaterThan(0);
  });
});
