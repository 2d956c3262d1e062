import { connectCluster, type ConnectedCluster } from "../../../src/adapters/kubernetes/connectCluster.ts";
import { connectKube } from "../../../src/adapters/kubernetes/kubeConnection.ts";
import { pinoLog } from "../../../src/adapters/system/pinoLog.ts";
import { systemClock } from "../../../src/adapters/system/systemClock.ts";
import { type ControlPlane, startControlPlane } from "../../cluster/controlPlane.ts";
import { installCrds } from "../../cluster/installCrds.ts";
import { placeholderPriorityClass } from "../../cluster/samples.ts";

/** A control plane that knows our kinds, and the adapter that is connected to it. */
export interface ConnectedPlane {
  readonly plane: ControlPlane;
  readonly connected: ConnectedCluster;
  stop(): Promise<void>;
}

/** @param prepare what stands in the cluster before the adapter looks; what fails here stops what was started */
export async function connectedPlane(
  prepare: (plane: ControlPlane) => Promise<void> = () => Promise.resolve(),
): Promise<ConnectedPlane> {
  const plane = await startControlPlane();
  try {
    await installCrds(plane);
    await plane.create("/apis/scheduling.k8s.io/v1/priorityclasses", placeholderPriorityClass());
    await prepare(plane);
    const connection = await connectKube({ kubeconfig: plane.kubeconfig });
    const connected = connectCluster({ connection, clock: systemClock(), log: pinoLog("silent"), namespaces: [] });
    connected.start();
    const stop = async (): Promise<void> => {
      await connected.stop();
      await connection.close();
      await plane.stop();
    };
    return { plane, connected, stop };
  } catch (error) {
    await plane.stop();
    throw error;
  }
}
