import { hostname } from "node:os";
import { connectCluster } from "../adapters/kubernetes/connectCluster.ts";
import { connectKube, type KubeAccess } from "../adapters/kubernetes/kubeConnection.ts";
import { ALONE, type Election, leaderElection } from "../adapters/kubernetes/leaderElection.ts";
import { connectPrometheus, type PrometheusAccess } from "../adapters/prometheus/prometheusConnection.ts";
import { prometheusHistory } from "../adapters/prometheus/prometheusHistory.ts";
import { systemClock } from "../adapters/system/systemClock.ts";
import { prometheusTelemetry } from "../adapters/telemetry/prometheusTelemetry.ts";
import { serveTelemetry } from "../adapters/telemetry/telemetryServer.ts";
import { workerForecaster } from "../adapters/worker/workerForecaster.ts";
import { type Running, startControllers, type Which } from "../controllers/startControllers.ts";
import type { Log } from "../ports/telemetry.ts";
import { KINDS_OF } from "./kindsOf.ts";
import { noHistory } from "./noHistory.ts";

export interface RunSettings {
  readonly kube: KubeAccess;
  /** Absent: declared campaigns and written plans only. */
  readonly prometheus: PrometheusAccess | undefined;
  readonly namespaces: readonly string[];
  readonly which: Which;
  /** Absent: this replica leads without asking. */
  readonly lease: { readonly namespace: string; readonly name: string } | undefined;
  readonly metrics: { readonly host: string | undefined; readonly port: number };
  readonly placeholderImage: string;
  readonly log: Log;
  /** Aborted by SIGTERM or SIGINT. */
  readonly stopping: AbortSignal;
}

/**
 * The controller: watches, decides and writes until it is told to stop.
 * @returns the exit code: 0 after a stop in good order, 1 when the Lease was lost
 */
export async function run(settings: RunSettings): Promise<number> {
  const { kube, which, namespaces, log, stopping } = settings;
  const clock = systemClock();
  // The Lease has connections of its own: no list of a whole cluster may keep a renewal waiting.
  const [connection, leasing] = await Promise.all([
    connectKube(kube),
    connectKube({ ...kube, userAgent: `${kube.userAgent ?? "headstart"}/leader-election` }),
  ]);
  let end: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve) => (end = resolve));
  let running: Running | undefined;
  let stopped = false;

  const election = electionOf();
  const connected = connectCluster({
    ...{ connection, clock, log, namespaces, kinds: KINDS_OF[which] },
    fence: { remaining: () => (stopped ? 0 : (election ?? ALONE).remaining()) },
    placeholderImage: settings.placeholderImage,
  });
  const prometheus = settings.prometheus === undefined ? undefined : connectPrometheus(settings.prometheus);
  const telemetry = prometheusTelemetry();
  const forecaster = workerForecaster({ log });
  const server = await serveTelemetry(settings.metrics, telemetry, {
    live: () => true,
    ready: () => connected.cluster.synced() && !stopping.aborted,
  });
  log.info("started", { controllers: which, metricsPort: server.port, namespaces });

  function lead(): void {
    const history = prometheus === undefined ? noHistory() : prometheusHistory(prometheus);
    running = startControllers({ cluster: connected.cluster, clock, history, forecaster, telemetry, log, which });
  }

  function electionOf(): Election | undefined {
    if (settings.lease === undefined) return undefined;
    return leaderElection({
      ...{ connection: leasing, clock, log, ...settings.lease },
      identity: `${hostname()}-${process.pid}`,
      onElected: lead,
      onLost: () => end(1),
    });
  }

  connected.start();
  if (election === undefined) lead();
  else election.start();
  stopping.addEventListener("abort", () => end(0), { once: true });
  if (stopping.aborted) end(0);

  const code = await ended;
  // No write begins any more, and what turns wait for ends: one that waits out a Prometheus that hangs would keep the
  // Lease until we are killed. Then turns end, then the Lease goes: the next leader must not meet a write of ours.
  stopped = true;
  await Promise.all([prometheus?.close(), forecaster.close()]);
  await running?.stop();
  await election?.stop();
  await connected.stop();
  await server.close();
  await Promise.all([connection.close(), leasing.close()]);
  log.info("stopped", { code });
  return code;
}
