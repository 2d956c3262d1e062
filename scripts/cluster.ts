/**
 * `make cluster`: a playground. One real control plane with our kinds, a slow-starting deployment under an HPA whose
 * metrics are live, a Prometheus with four weeks of history, and the controller at work on it, until Ctrl-C.
 */
import { join } from "node:path";
import { startControlPlane } from "../test/cluster/controlPlane.ts";
import { serveExternalMetrics } from "../test/cluster/externalMetrics.ts";
import { installCrds } from "../test/cluster/installCrds.ts";
import { startPrometheus } from "../test/cluster/prometheus.ts";
import { startController } from "../test/story/controllerProcess.ts";
import { demandAt, METRIC, NAMESPACE, PEAK_AHEAD, playgroundHistory, playgroundObjects } from "./playground.ts";
import { nextCommands } from "./playgroundTour.ts";

/** Looks for the end this often; components end by themselves when this process is gone. */
const LOOK_EVERY = 500;
const parent = process.ppid;
let ending = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => (ending = true));
const isOver = () => ending || process.ppid !== parent;

/** Ends are called in the reverse order of their beginnings, whatever happened between. */
const ends: (() => Promise<void>)[] = [];
try {
  await play();
} catch (error) {
  // What Ctrl-C interrupted cannot have been finished.
  if (!isOver()) throw error;
} finally {
  for (const end of ends.toReversed()) await end();
  console.log("everything has ended");
}

async function play(): Promise<void> {
  const plane = await startControlPlane({ report: console.log });
  ends.push(() => plane.stop());
  await installCrds(plane);
  await plane.kubectl(["apply", "-f", join(import.meta.dirname, "..", "policies")]);
  const peak = Math.ceil(Date.now() / 1000) + PEAK_AHEAD;
  const prometheus = await startPrometheus([playgroundHistory(peak)]);
  ends.push(() => prometheus.stop());
  const metrics = await serveExternalMetrics(plane);
  ends.push(() => metrics.stop());
  const follow = () => {
    const demand = demandAt(Date.now() / 1000, peak);
    prometheus.set(METRIC, demand);
    metrics.set(METRIC, demand);
  };
  follow();
  await plane.addNodes(6, { cpu: "16", memory: "64Gi", pods: "110" });
  for (const { path, object } of playgroundObjects()) await plane.create(path, object);
  const controller = await startController(plane, [`--prometheus-url=${prometheus.url}`]);
  ends.push(() => controller.stop());
  console.log(
    nextCommands({
      kubectl: `${plane.binaries.kubectl} --kubeconfig=${plane.kubeconfig}`,
      namespace: NAMESPACE,
      prometheus: prometheus.url,
      log: controller.logFile,
      peak: new Date(peak * 1000),
    }),
  );
  while (!isOver()) {
    follow();
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}
