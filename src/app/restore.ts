import { connectCluster } from "../adapters/kubernetes/connectCluster.ts";
import { connectKube, type KubeAccess } from "../adapters/kubernetes/kubeConnection.ts";
import { systemClock } from "../adapters/system/systemClock.ts";
import type { ObjectKey } from "../api/metadata.ts";
import { type Restored, restoreAll } from "../controllers/restore.ts";
import type { Log } from "../ports/telemetry.ts";
import { RESTORED } from "./kindsOf.ts";
import { stopDeployment } from "./stopDeployment.ts";
import { until } from "./until.ts";

export interface RestoreSettings {
  readonly kube: KubeAccess;
  /** Empty: all. */
  readonly namespaces: readonly string[];
  /** Controllers that would raise again what is given back; they are scaled to zero first. */
  readonly stop: readonly ObjectKey[];
  readonly dryRun: boolean;
  readonly log: Log;
}

/** Gives everything back without a controller; safe to run twice. */
export async function restore({ kube, namespaces, stop, dryRun, log }: RestoreSettings): Promise<Restored> {
  const clock = systemClock();
  const connection = await connectKube(kube);
  const connected = connectCluster({ connection, clock, log, namespaces, kinds: RESTORED });
  const { cluster } = connected;
  connected.start();
  try {
    await until("the cluster was read", () => cluster.synced());
    if (!dryRun) await Promise.all(stop.map((key) => stopDeployment(cluster, connection, key)));
    return await restoreAll({ cluster, log }, { dryRun });
  } finally {
    await connected.stop();
    await connection.close();
  }
}
