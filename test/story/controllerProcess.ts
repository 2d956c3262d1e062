import { join } from "node:path";
import type { ControlPlane } from "../cluster/controlPlane.ts";
import { freePorts } from "../cluster/freePort.ts";
import { type Leashed, leash } from "../cluster/leash.ts";
import { waitFor } from "../cluster/waitFor.ts";
import { MAIN } from "./runHeadstart.ts";

export interface ControllerProcess extends Leashed {
  /** Text of /metrics. */
  metrics(): Promise<string>;
  /** All that it writes. */
  readonly logFile: string;
}

/** `headstart run` as a process of its own, as on a cluster; resolves when it is ready. */
export async function startController(
  plane: ControlPlane,
  args: readonly string[],
  kubeconfig = plane.kubeconfig,
): Promise<ControllerProcess> {
  const [port = 0] = await freePorts(1);
  const logFile = join(plane.folder, `headstart-${port}.log`);
  const process_ = leash({
    name: "headstart",
    command: process.execPath,
    args: ["--import", "tsx", MAIN, "run", `--kubeconfig=${kubeconfig}`, `--metrics-addr=127.0.0.1:${port}`, ...args],
    logFile,
  });
  const get = async (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  try {
    await waitFor("the controller is ready", async () => (await get("/readyz")).ok);
  } catch (cause) {
    throw new Error(`the controller did not get ready\n${process_.log()}`, { cause });
  }
  return { ...process_, logFile, metrics: async () => (await get("/metrics")).text() };
}
