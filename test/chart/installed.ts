import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LooseObject } from "../cluster/apiClient.ts";
import type { ControlPlane } from "../cluster/controlPlane.ts";
import { writeKubeconfig } from "../cluster/kubeconfig.ts";
import { type ControllerProcess, startController } from "../story/controllerProcess.ts";
import { runHeadstart } from "../story/runHeadstart.ts";
import { waitFor } from "../cluster/waitFor.ts";
import { type Helm, RELEASE, SYSTEM } from "./helm.ts";
import type { Part } from "./rules.ts";

const DEPLOYMENTS = `/apis/apps/v1/namespaces/${SYSTEM}/deployments`;
const PODS = `/api/v1/namespaces/${SYSTEM}/pods`;
const FINALIZER = "example.test/process-runs";

/** The kubeconfig of exactly one service account of the chart, with a token that the API server issued for it. */
export async function kubeconfigOf(plane: ControlPlane, part: Part): Promise<string> {
  const token = await plane.kubectl(["create", "token", `${RELEASE}-${part}`, `--namespace=${SYSTEM}`]);
  return writeKubeconfig(join(plane.folder, `${part}.kubeconfig`), {
    server: plane.server,
    authority: plane.authority.certificate,
    token: token.trim(),
  });
}

/**
 * The simulated nodes run no containers: here the container of one part runs, with the arguments and the service
 * account that its Deployment gives it.
 */
export async function startPart(plane: ControlPlane, part: "planner" | "enforcer"): Promise<ControllerProcess> {
  const deployment = await plane.get(`${DEPLOYMENTS}/${RELEASE}-${part}`);
  const { serviceAccountName, containers } = deployment?.spec.template.spec ?? {};
  if (serviceAccountName !== `${RELEASE}-${part}`) throw new Error(`${part} runs as ${serviceAccountName}`);
  const [run, ...args] = containers[0].args as string[];
  if (run !== "run") throw new Error(`the container runs ${run}`);
  // Ports of the host are shared by all tests.
  const own = args.filter((argument) => !argument.startsWith("--metrics-addr="));
  return startController(plane, own, await kubeconfigOf(plane, part));
}

/** A pod is not gone before its process is: a kubelet waits for it, and so does this finalizer. */
export async function holdPods(plane: ControlPlane): Promise<void> {
  for (const { metadata } of await controllerPods(plane)) {
    await plane.merge(`${PODS}/${metadata.name}`, { metadata: { finalizers: [FINALIZER] } });
  }
}

/** Plays the kubelet's part of an end: once the Deployments are at zero the processes end, then their pods are gone. */
export async function endWithPods(plane: ControlPlane, processes: readonly ControllerProcess[]): Promise<void> {
  await waitFor("the controllers are told to end", async () => {
    const found = await plane.list(DEPLOYMENTS);
    return found.every(({ spec }) => spec.replicas === 0);
  });
  await Promise.all(processes.map((each) => each.kill("SIGTERM")));
  for (const { metadata } of await controllerPods(plane)) {
    await plane.merge(`${PODS}/${metadata.name}`, { metadata: { finalizers: null } });
  }
}

async function controllerPods(plane: ControlPlane): Promise<readonly LooseObject[]> {
  const pods = await plane.list(PODS);
  return pods.filter(({ metadata }) => metadata.labels?.["app.kubernetes.io/component"] !== undefined);
}

/**
 * `helm uninstall`, with the hook's container played as a kubelet would: its arguments, its service account, and its
 * exit code as the pod's phase.
 * @returns what the hook printed
 */
export async function uninstall(
  plane: ControlPlane,
  helm: Helm,
  processes: readonly ControllerProcess[],
): Promise<string> {
  const done = helm(["uninstall", RELEASE, `--namespace=${SYSTEM}`, "--timeout=4m"]);
  // Looked at in the end; until then a failure of Helm must not end the test runner.
  done.catch(() => undefined);
  const pod = await waitFor("the hook's pod", async () => {
    const pods = await plane.list(`${PODS}?labelSelector=job-name%3D${RELEASE}-restore`);
    return pods.find(({ spec, status }) => spec.nodeName !== undefined && status?.["phase"] === "Running");
  });
  if (pod.spec.serviceAccountName !== `${RELEASE}-restore`) throw new Error(`runs as ${pod.spec.serviceAccountName}`);
  const kubeconfig = await kubeconfigOf(plane, "restore");
  const running = runHeadstart([...(pod.spec.containers[0].args as string[]), `--kubeconfig=${kubeconfig}`]);
  // A hook that ends before it has stopped anything says why in its own words.
  await Promise.race([endWithPods(plane, processes), running]);
  const hook = await running;
  const phase = hook.exitCode === 0 ? "Succeeded" : "Failed";
  const status = { status: { phase } };
  await plane.raw("PATCH", `${PODS}/${pod.metadata.name}/status`, status, "application/merge-patch+json");
  if (hook.exitCode !== 0) throw new Error(`the hook failed: ${hook.stderr}`);
  await done;
  return hook.stdout;
}

/** All that a part wrote to its log. */
export function logOf(process_: ControllerProcess): string {
  return readFileSync(process_.logFile, "utf8");
}

/** Lines that tell of a refusal or of a bug. The status is looked for by its words: 403 is also a millisecond. */
export function complaintsIn(log: string): string[] {
  return log
    .split("\n")
    .filter((line) => /forbidden|(HTTP|status|code)\W{1,3}403\b|a turn ended with a bug/i.test(line));
}
