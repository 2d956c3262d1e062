import { afterEach, describe, expect, it, vi } from "vitest";
import { clusterWrites } from "../../../src/adapters/kubernetes/clusterWrites.ts";
import type { KubeConnection } from "../../../src/adapters/kubernetes/kubeConnection.ts";
import { type Election, leaderElection } from "../../../src/adapters/kubernetes/leaderElection.ts";
import type { Json } from "../../../src/adapters/kubernetes/transforms.ts";
import { pinoLog } from "../../../src/adapters/system/pinoLog.ts";
import { systemClock } from "../../../src/adapters/system/systemClock.ts";
import { waitFor } from "../../cluster/waitFor.ts";
import { connectTo } from "./connectTo.ts";
import { heldByAnother, type LeaseServer, leaseServer } from "./leaseServer.ts";

/** Milliseconds: long enough for a slow machine to renew in between, short enough to be waited for. */
const TIMING = { lease: 12_000, renewDeadline: 8_000, retry: 100 };
const HPA = { namespace: "vision", name: "face-fusion" };

let server: LeaseServer;
let connection: KubeConnection;
let election: Election;
const news: string[] = [];

async function campaign(lease?: Json): Promise<void> {
  server = await leaseServer(lease);
  connection = await connectTo(server.url);
  election = leaderElection({
    ...{ connection, clock: systemClock(), log: pinoLog("silent"), timing: TIMING, identity: "me" },
    ...{ namespace: "headstart-system", name: "headstart" },
    onElected: () => void news.push("elected"),
    onLost: () => void news.push("lost"),
  });
  election.start();
}

const raised = () =>
  clusterWrites(connection, election, "pause").patch("HorizontalPodAutoscaler", HPA, [
    { op: "replace", path: "/spec/minReplicas", value: 4 },
  ]);
const happened = (what: string) => waitFor(what, () => news.includes(what));

afterEach(async () => {
  await election.stop();
  await connection.close();
  await server.close();
  news.length = 0;
});

describe("the Lease", () => {
  it("is taken where nobody has it, and given back at the end so that the next one need not wait", async () => {
    await campaign();
    await happened("elected");
    expect(server.lease.spec).toMatchObject({ holderIdentity: "me", leaseDurationSeconds: 12, leaseTransitions: 0 });
    expect(await raised()).toMatchObject({ ok: true });
    await election.stop();
    expect(server.lease.spec.holderIdentity).toBe("");
    expect(await raised()).toMatchObject({ ok: false, failure: { code: "NotLeading" } });
  });

  it("is given back also when somebody changes it in between", async () => {
    await campaign();
    await happened("elected");
    server.meanwhile = () => {
      const { metadata, spec } = server.lease;
      server.lease = { spec, metadata: { ...metadata, resourceVersion: "77", labels: { team: "platform" } } };
    };
    await election.stop();
    expect(server.lease.spec.holderIdentity).toBe("");
    expect(server.lease.metadata.labels, "of others").toEqual({ team: "platform" });
  });

  it("that another takes while it is given back stays with that one", async () => {
    await campaign();
    await happened("elected");
    server.meanwhile = () => {
      const { spec } = heldByAnother("2020-01-01T00:00:00.000000Z", 12);
      server.lease = { spec, metadata: { ...server.lease.metadata, resourceVersion: "77" } };
    };
    await election.stop();
    expect(server.lease.spec.holderIdentity).toBe("other");
  });

  it("is renewed by writing what was written last; it is read only after somebody else changed it", async () => {
    await campaign();
    const calls = server.leaseCalls;
    await waitFor("it is renewed thrice", () => calls.length >= 5);
    expect(calls.slice(0, 5)).toEqual(["GET", "POST", "PUT", "PUT", "PUT"]);
    const { metadata, spec } = server.lease;
    server.lease = { spec, metadata: { ...metadata, resourceVersion: "77", labels: { team: "platform" } } };
    await waitFor("it is renewed thrice again", () => {
      const read = calls.lastIndexOf("GET");
      return read > 0 && calls.length >= read + 4;
    });
    const read = calls.lastIndexOf("GET");
    expect(calls.slice(read - 1, read + 4), "refused, read, written, and on").toEqual([
      ...["PUT", "GET", "PUT", "PUT", "PUT"],
    ]);
    expect(calls.filter((method) => method === "GET")).toHaveLength(2);
    expect(server.lease.metadata.labels, "of others").toEqual({ team: "platform" });
    expect(server.lease.spec).toMatchObject({ holderIdentity: "me", leaseTransitions: 0 });
    expect(news).toEqual(["elected"]);
  });

  it("that another has taken, since somebody edited or deleted it, ends the leader at once", async () => {
    await campaign();
    await happened("elected");
    const { spec } = heldByAnother("2020-01-01T00:00:00.000000Z", 12);
    server.lease = { spec, metadata: { ...server.lease.metadata, resourceVersion: "77" } };
    await happened("lost");
    expect(server.lease.spec.holderIdentity).toBe("other");
    expect(
      server.leaseCalls.filter((method) => method === "GET"),
      "seen once, after the one at the start",
    ).toHaveLength(2);
    expect(await raised()).toMatchObject({ ok: false, failure: { code: "NotLeading" } });
  });

  it.each([
    { clock: "an hour behind", renewed: "2020-01-01T00:00:00.000000Z" },
    { clock: "years ahead", renewed: "2099-01-01T00:00:00.000000Z" },
  ])("of one whose clock is $clock is taken once it has not changed for its length", async (held) => {
    await campaign(heldByAnother(held.renewed, 1));
    await happened("elected");
    expect(server.lease.spec).toMatchObject({ holderIdentity: "me", leaseTransitions: 5 });
  });

  it("that another keeps renewing is never taken, and nothing is written meanwhile", async () => {
    await campaign(heldByAnother("2020-01-01T00:00:00.000000Z", 4));
    // For longer than its length.
    for (let version = 2; version < 60; version++) {
      await new Promise((resolve) => setTimeout(resolve, TIMING.retry));
      server.lease = { ...server.lease, metadata: { ...server.lease.metadata, resourceVersion: String(version) } };
    }
    expect(await raised()).toMatchObject({ ok: false, failure: { code: "NotLeading" } });
    expect({ news, writes: server.writes }).toEqual({ news: [], writes: [] });
  });
});

describe("S12: the fence of a leader whose renewals get no answer, while all else is answered", () => {
  it("lets it write only as long as it is certain to lead, and then ends it", async () => {
    await campaign();
    await happened("elected");
    expect(await raised()).toMatchObject({ ok: true });
    server.silent = true;
    await happened("lost");
    const before = server.writes.length;
    expect(await raised()).toMatchObject({ ok: false, failure: { code: "NotLeading" } });
    expect(server.writes, "the API server would have taken it").toHaveLength(before);
  });

  it("ends a write that is under way before anybody else may lead", async () => {
    await campaign();
    await happened("elected");
    server.silent = true;
    server.holding = true;
    const written = await raised();
    expect(written).toMatchObject({ ok: false, failure: { code: "Unavailable" } });
    expect(server.writes).toEqual([
      "PATCH /apis/autoscaling/v2/namespaces/vision/horizontalpodautoscalers/face-fusion",
    ]);
    // Given up while the Lease still stands: another may take it only after all of its length.
    await happened("lost");
    expect(server.lease.spec.holderIdentity).toBe("me");
  });
});

describe("S12: a leader whose machine was suspended", () => {
  afterEach(() => void vi.useRealTimers());

  it("writes nothing before it has renewed its Lease: another may have led meanwhile", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    await campaign();
    await happened("elected");
    expect(election.remaining()).toBeGreaterThan(0);
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(election.remaining()).toBe(0);
    expect(await raised()).toMatchObject({ ok: false, failure: { code: "NotLeading" } });
    await waitFor("it is renewed", () => election.remaining() > 0);
    expect(news).toEqual(["elected"]);
  });
});
