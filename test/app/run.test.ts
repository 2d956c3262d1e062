import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { pinoLog } from "../../src/adapters/system/pinoLog.ts";
import { run } from "../../src/app/run.ts";
import { kubeconfigFor } from "../adapters/kubernetes/connectTo.ts";
import { type LeaseServer, leaseServer } from "../adapters/kubernetes/leaseServer.ts";
import { waitFor } from "../cluster/waitFor.ts";

const PLANNED = {
  apiVersion: "headstart.dev/v1alpha1",
  kind: "PredictiveAutoscaler",
  metadata: { name: "face-fusion", namespace: "vision", uid: "1", resourceVersion: "1", generation: 1 },
  spec: {
    scaleTargetRef: { name: "face-fusion" },
    demand: { perReplica: 25, signals: [{ name: "all", query: "up" }] },
  },
};

let server: LeaseServer;
let prometheus: Server | undefined;
let stopping: AbortController;
let ended: Promise<number>;

/** The whole controller against an API server that keeps a Lease and makes every other request wait. */
async function running(prometheusUrl?: string): Promise<void> {
  stopping = new AbortController();
  ended = run({
    kube: { kubeconfig: kubeconfigFor(server.url), userAgent: "headstart/9 all" },
    // Longer than any test waits: only a stop can end what waits for an answer.
    prometheus: prometheusUrl === undefined ? undefined : { url: prometheusUrl, timeout: 3_600_000 },
    ...{ namespaces: [], which: "all", placeholderImage: "pause" },
    lease: { namespace: "headstart-system", name: "headstart" },
    metrics: { host: "127.0.0.1", port: 0 },
    ...{ log: pinoLog("silent"), stopping: stopping.signal },
  });
}

afterEach(async () => {
  stopping.abort();
  await ended;
  await server.close();
  prometheus?.closeAllConnections();
  prometheus?.close();
});

describe("the controller", () => {
  it("holds its Lease while every list of the cluster is still under way", async () => {
    server = await leaseServer();
    server.holding = true;
    await running();
    await waitFor("the lists are under way", () => server.writes.length >= 8);
    await waitFor("the Lease is held", () => server.lease?.spec.holderIdentity);
    expect(server.agents, "who asks is told apart in an audit log").toEqual({
      lease: new Set(["headstart/9 all/leader-election"]),
      others: new Set(["headstart/9 all"]),
    });
    stopping.abort();
    expect(await ended).toBe(0);
    expect(server.lease.spec.holderIdentity, "given back for the next one").toBe("");
  });

  it("told to stop amid a turn that waits for Prometheus, gives its Lease back and writes nothing", async () => {
    server = await leaseServer();
    server.lists["predictiveautoscalers"] = [PLANNED];
    let asked = 0;
    const silent = createServer(() => (asked += 1));
    prometheus = silent;
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    await running(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    await waitFor("Prometheus was asked", () => asked > 0);
    stopping.abort();
    let code: number | undefined;
    void ended.then((given) => (code = given));
    await waitFor("it has stopped", () => code !== undefined);
    expect(code).toBe(0);
    expect(server.lease.spec.holderIdentity).toBe("");
    expect(server.writes.filter((write) => !write.startsWith("GET"))).toEqual([]);
  });
});
