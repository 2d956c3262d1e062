import { afterAll, beforeAll, expect, it } from "vitest";
import { PAUSE_ANNOTATION } from "../../src/api/metadata.ts";
import { type ControlPlane, startControlPlane } from "../cluster/controlPlane.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { installCrds } from "../cluster/installCrds.ts";
import { namespaceManifest, ownManifest } from "../cluster/manifests.ts";
import { sampleDeployment } from "../cluster/samples.ts";
import { waitFor } from "../cluster/waitFor.ts";
import { type ControllerProcess, startController } from "../story/controllerProcess.ts";
import { runHeadstart } from "../story/runHeadstart.ts";

const WORKER = "/apis/apps/v1/namespaces/vision/deployments/worker";

describeCluster("pause, heeded by a controller", () => {
  let plane: ControlPlane;
  let controller: ControllerProcess | undefined;
  beforeAll(async () => {
    plane = await startControlPlane();
    await installCrds(plane);
    const [start, end] = [-3_600_000, 3_600_000].map((away) => new Date(Date.now() + away).toISOString());
    const worker = sampleDeployment({ namespace: "vision", name: "worker", startup: "1s", replicas: 2 });
    for (const { path, object } of [
      namespaceManifest("vision"),
      { path: "/apis/apps/v1/namespaces/vision/deployments", object: worker },
      ownManifest(
        "CronHPA",
        { namespace: "vision", name: "worker" },
        { scaleTargetRef: { name: "worker" }, windows: [{ start, end, minReplicas: 4 }] },
      ),
    ]) {
      await plane.create(path, object);
    }
  });
  afterAll(async () => {
    await controller?.stop();
    await plane?.stop();
  });

  const pause = (...words: readonly string[]) => runHeadstart(["pause", ...words, `--kubeconfig=${plane.kubeconfig}`]);
  const replicas = async () => (await plane.get(WORKER))?.spec["replicas"] as number;
  const annotation = async () =>
    (await plane.get("/api/v1/namespaces/vision"))?.metadata.annotations?.[PAUSE_ANNOTATION];

  it("says when nobody heeds it: exit 1", async () => {
    expect(await pause("--all", "--dry-run")).toEqual({
      exitCode: 0,
      stdout: "namespace vision would be frozen\n",
      stderr: "",
    });
    expect(await annotation()).toBeUndefined();
    const unheeded = await pause("--namespaces", "vision");
    expect(unheeded).toMatchObject({ exitCode: 1, stdout: "" });
    expect(unheeded.stderr).toMatch(
      /^headstart: namespace vision is annotated, and no controller has heeded it; look .*\n$/,
    );
    expect(await annotation()).toBe("freeze");
    expect((await pause("--namespaces", "nowhere")).stderr).toContain(
      'namespaces "nowhere" not found; give a namespace',
    );
  });

  it("keeps what stands, says what it does, and goes on", async () => {
    await pause("--namespaces", "vision", "--off");
    controller = await startController(plane, []);
    await waitFor("the floor stands", async () => (await replicas()) === 4);
    expect(await pause("--all")).toEqual({
      exitCode: 0,
      stdout: "namespace vision is frozen; headstart pause --namespaces vision --off goes on\n",
      stderr: "",
    });
    expect(await replicas()).toBe(4);
    expect(await pause("--all", "--release")).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await pause("--all", "--off")).toEqual({
      exitCode: 0,
      stdout: "namespace vision is led again\n",
      stderr: "",
    });
    expect(await annotation()).toBeUndefined();
  });
});
