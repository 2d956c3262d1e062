import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type AuditedWrite, auditedWrites } from "../../test/cluster/audit.ts";
import { type ControlPlane, startControlPlane } from "../../test/cluster/controlPlane.ts";
import { freePorts } from "../../test/cluster/freePort.ts";
import { installCrds } from "../../test/cluster/installCrds.ts";
import { writeKubeconfig } from "../../test/cluster/kubeconfig.ts";
import { type Leashed, leash } from "../../test/cluster/leash.ts";
import { placeholderPriorityClass } from "../../test/cluster/samples.ts";
import { waitFor } from "../../test/cluster/waitFor.ts";
import { type ControllerFigures, figuresIn } from "./controllerFigures.ts";
import { createTargets, type TargetName } from "./scaleObjects.ts";
import { standInPrometheus } from "./standInPrometheus.ts";

const ROOT = join(import.meta.dirname, "..", "..");
/** The API server logs whatever this group asks for, reads too. */
const GROUP = "headstart:scale";
const NAMESPACE = "headstart-system";
/** Megabytes of heap that Node gives itself under the memory limits of the chart: half of them. */
const HEAP = { plan: 512, enforce: 256 } as const;

export interface MeasuredController {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** undefined while it does not answer. */
  figures(): Promise<ControllerFigures | undefined>;
  isReady(): Promise<boolean>;
  log(): string;
  /** SIGTERM; resolves when it has ended. */
  stop(): Promise<void>;
}

export interface ScaleWorld {
  readonly plane: ControlPlane;
  /** Starts what the image starts, as a user of this name. */
  controller(name: string, which: "plan" | "enforce"): Promise<MeasuredController>;
  /** All that our controllers asked the API server for so far. */
  requests(): readonly AuditedWrite[];
  queries(): number;
  stop(): Promise<void>;
}

/**
 * API server and etcd with all targets, and the program as it is shipped. Nobody but us acts on the cluster: the
 * controller manager, which would renew the status of a thousand HPAs every second on the same two cores, the scheduler
 * and kwok are ended before anything is measured.
 */
export async function startScaleWorld(targets: readonly TargetName[]): Promise<ScaleWorld> {
  const program = bundled();
  const plane = await startControlPlane({ auditGroup: GROUP });
  const running: Leashed[] = [];
  const prometheus = await standInPrometheus();
  const stop = async () => {
    for (const each of running) await each.stop();
    await prometheus.stop();
    await plane.stop();
  };
  try {
    await installCrds(plane);
    await plane.create("/apis/scheduling.k8s.io/v1/priorityclasses", placeholderPriorityClass());
    await plane.create("/api/v1/namespaces", { metadata: { name: NAMESPACE } });
    for (const name of ["kwok", "kube-scheduler", "kube-controller-manager"] as const) {
      await plane.component(name).stop();
    }
    await createTargets(plane, targets, Date.now());
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    plane,
    stop,
    requests: () => auditedWrites(plane).filter(({ user }) => user.startsWith("scale-")),
    queries: () => prometheus.answered(),
    controller: async (name, which) => {
      const admin = plane.authority.issue(name, `/O=system:masters/O=${GROUP}/CN=scale-${name}`);
      const kubeconfig = join(plane.folder, `${name}.kubeconfig`);
      writeKubeconfig(kubeconfig, { server: plane.server, authority: plane.authority.certificate, admin });
      const [port = 0] = await freePorts(1);
      const flags = [`--kubeconfig=${kubeconfig}`, `--metrics-addr=127.0.0.1:${port}`, `--controllers=${which}`];
      const lease = ["--leader-elect", `--lease-name=headstart-${which}`, `--lease-namespace=${NAMESPACE}`];
      const source = which === "plan" ? [`--prometheus-url=${prometheus.url}`] : [];
      const startedAt = Date.now();
      const process_ = leash({
        name: `headstart-${name}`,
        command: process.execPath,
        args: [`--max-old-space-size=${HEAP[which]}`, program, "run", ...flags, ...lease, ...source],
        logFile: join(plane.folder, `${name}.log`),
      });
      running.push(process_);
      await waitFor(`${name} runs`, () => process_.pid());
      return measured(process_, port, startedAt);
    },
  };
}

function measured(process_: Leashed, port: number, startedAt: number): MeasuredController {
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
  return {
    startedAt,
    log: () => process_.log(),
    figures: async () => {
      const answer = await get("/metrics");
      return answer?.ok === true ? figuresIn(await answer.text()) : undefined;
    },
    isReady: async () => (await get("/readyz"))?.ok === true,
    stop: () => process_.kill("SIGTERM"),
  };
}

/** The program as the image holds it: started from its sources it would weigh the loader, too. */
function bundled(): string {
  const folder = join(ROOT, "dist", "bundle");
  execFileSync(process.execPath, ["--import", "tsx", join(ROOT, "scripts", "bundle.ts"), folder], { stdio: "ignore" });
  return join(folder, "main.js");
}
