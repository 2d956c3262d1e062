import { afterAll, expect, it } from "vitest";
import { type ControlPlane, startControlPlane } from "../cluster/controlPlane.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { CHART, type Helm, realHelm, RELEASE, SYSTEM } from "./helm.ts";

const POLICIES = "/apis/headstart.dev/v1alpha1/scalingpolicies";

describeCluster("the presets that the chart brings", () => {
  let plane: ControlPlane;
  let helm: Helm;
  afterAll(async () => plane?.stop());

  const install = () => helm(["install", RELEASE, CHART, `--namespace=${SYSTEM}`, "--create-namespace"]);
  const uninstall = () => helm(["uninstall", RELEASE, `--namespace=${SYSTEM}`, "--no-hooks"]);
  const standing = async () => (await plane.list(POLICIES)).map(({ metadata }) => metadata.name);

  it("are written by the first installation, and what was made of them stays through the next one", async () => {
    plane = await startControlPlane();
    helm = await realHelm(plane.kubeconfig);
    await install();
    expect(await standing()).toEqual(["cautious", "flash-sale", "standard"]);
    await plane.merge(`${POLICIES}/standard`, { spec: { limits: { maxReplicas: 77 } } });
    await plane.kubectl(["delete", "scalingpolicy", "cautious", "flash-sale"]);
    await uninstall();
    await install();
    expect(await standing()).toEqual(["standard"]);
    expect((await plane.get(`${POLICIES}/standard`))?.spec.limits.maxReplicas).toBe(77);
  });
});
