import { connectCluster } from "../adapters/kubernetes/connectCluster.ts";
import { connectKube, type KubeAccess } from "../adapters/kubernetes/kubeConnection.ts";
import { systemClock } from "../adapters/system/systemClock.ts";
import type { ObjectKey } from "../api/metadata.ts";
import { type Restored, restoreAll } from "../controllers/restore.ts";
import type { Cluster } from "../ports/cluster.ts";
import type { Log } from "../ports/telemetry.ts";
import { KINDS_OF } from "./kindsOf.ts";
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
  const connected = connectCluster({ connection, clock, log, namespaces, kinds: KINDS_OF.enforce });
  const { cluster } = connected;
  connected.start();
  try {
    await until("the cluster was read", () => cluster.synced());
    if (!dryRun) for (const key of stop) await scaleToZero(cluster, key);
    return await restoreAll({ cluster, log }, { dryRun });
  } finally {
    await connected.stop();
    await connection.close();
  }
}

async function scaleToZero(cluster: Cluster, key: ObjectKey): Promise<void> {
  const name = `${key.namespace}/${key.name}`;
  await until(`${name} has stopped`, async () => {
    const found = await cluster.read("Deployment", key);
    if (!found.ok) return false;
    if (found.value === undefined) return true;
    const { spec, status } = found.value;
    if (spec.replicas > 0) await cluster.scale("Deployment", key, { expected: spec.replicas, to: 0 });
    return spec.replicas === 0 && status.replicas === 0;
  });
}
