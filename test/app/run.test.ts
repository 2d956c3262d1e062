import { afterEach, describe, expect, it } from "vitest";
import { pinoLog } from "../../src/adapters/system/pinoLog.ts";
import { run } from "../../src/app/run.ts";
import { kubeconfigFor } from "../adapters/kubernetes/connectTo.ts";
import { type LeaseServer, leaseServer } from "../adapters/kubernetes/leaseServer.ts";
import { waitFor } from "../cluster/waitFor.ts";

let server: LeaseServer;
let stopping: AbortController;
let ended: Promise<number>;

/** The whole controller against an API server that keeps a Lease and makes every other request wait. */
async function running(): Promise<void> {
  server = await leaseServer();
  server.holding = true;
  stopping = new AbortController();
  ended = run({
    kube: { kubeconfig: kubeconfigFor(server.url) },
    ...{ prometheus: undefined, namespaces: [], which: "all", placeholderImage: "pause" },
    lease: { namespace: "headstart-system", name: "headstart" },
    metrics: { host: "127.0.0.1", port: 0 },
    ...{ log: pinoLog("silent"), stopping: stopping.signal },
  });
}

afterEach(async () => {
  stopping.abort();
  await ended;
  await server.close();
});

describe("the controller", () => {
  it("holds its Lease while every list of the cluster is still under way", async () => {
    await running();
    await waitFor("the lists are under way", () => server.writes.length >= 8);
    await waitFor("the Lease is held", () => server.lease?.spec.holderIdentity);
    stopping.abort();
    expect(await ended).toBe(0);
    expect(server.lease.spec.holderIdentity, "given back for the next one").toBe("");
  });
});
