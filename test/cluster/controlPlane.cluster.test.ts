import { afterAll, beforeAll, expect, it } from "vitest";
import { type ControlPlane, startControlPlane } from "./controlPlane.ts";
import { describeCluster } from "./describeCluster.ts";

describeCluster("the control plane", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane();
  });
  afterAll(() => plane?.stop());

  it("schedules a pod onto a node and makes it Ready", async () => {
    await plane.addNodes(2, { cpu: "8", memory: "32Gi", pods: "110" });
    expect((await plane.list("/api/v1/nodes")).length).toBe(2);
  });
});
