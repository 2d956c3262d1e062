import { getEventListeners } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, Socket } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { KubeConnection } from "../../../src/adapters/kubernetes/kubeConnection.ts";
import { waitFor } from "../../cluster/waitFor.ts";
import { connectTo } from "./connectTo.ts";

let server: Server;
let connection: KubeConnection;
let asked = 0;

/** An API server that answers nothing, and counts who asks. */
function silentServer(): Promise<void> {
  asked = 0;
  return serverThat(() => (asked += 1));
}

async function serverThat(answers: RequestListener): Promise<void> {
  server = createServer(answers);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  connection = await connectTo(urlOf(server));
}

function urlOf(listening: Server): string {
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

/** Listeners, and what `AbortSignal.any` notes down where Node shows it. */
function tracesAt(signal: AbortSignal): number {
  const noted = Object.getOwnPropertySymbols(signal).find(({ description }) => description === "kDependantSignals");
  const dependants = noted === undefined ? [] : (signal as unknown as Record<symbol, { size?: number }>)[noted];
  return getEventListeners(signal, "abort").length + (dependants && "size" in dependants ? dependants.size! : 0);
}

afterEach(async () => {
  await connection.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("connections to the API server", () => {
  it("every watch has one, however many namespaces are watched: twelve namespaces are a hundred and more", async () => {
    await silentServer();
    const stopping = new AbortController();
    const watches = Array.from({ length: 120 }, (_, i) => connection.stream(`/watch/${i}`, stopping.signal));
    const ended = Promise.allSettled(watches);
    await waitFor("all are asked for", () => asked === 120, 20_000);
    stopping.abort();
    await ended;
    expect(asked).toBe(120);
  });

  it("a call leaves nothing at the signal that outlives it: the Lease makes a million a fortnight", async () => {
    await serverThat((_, response) => response.end("{}"));
    const stopping = new AbortController();
    for (let i = 0; i < 50; i++) await connection.call("GET", "/lease", { signal: stopping.signal });
    expect(tracesAt(stopping.signal)).toBe(0);
  });

  it("calls and watches say who asks", async () => {
    const agents: (string | undefined)[] = [];
    await serverThat(({ headers }, response) => response.end(String(agents.push(headers["user-agent"]))));
    await connection.close();
    connection = await connectTo(urlOf(server), "headstart/9 plan");
    await connection.call("GET", "/list");
    const { lines } = await connection.stream("/watch", new AbortController().signal);
    for await (const line of lines) expect(line).toBe("2");
    expect(agents).toEqual(["headstart/9 plan", "headstart/9 plan"]);
  });

  it("calls and watches ask after 30 s of silence whether the other side is still there", async () => {
    const asks = vi.spyOn(Socket.prototype, "setKeepAlive");
    await serverThat((_, response) => response.end());
    await connection.call("GET", "/list");
    await connection.stream("/watch", new AbortController().signal);
    expect(asks.mock.calls).toEqual([
      [true, 30_000],
      [true, 30_000],
    ]);
    asks.mockRestore();
  });

  it("a call that is not answered ends with its time, one that is given up at once", async () => {
    await silentServer();
    await expect(connection.call("GET", "/late", { timeout: 50 })).rejects.toThrow("no answer within 0.05 s");
    const stopping = new AbortController();
    const given = expect(connection.call("GET", "/", { signal: stopping.signal })).rejects.toThrow("we stop");
    await waitFor("it is asked for", () => asked === 2);
    stopping.abort(new Error("we stop"));
    await given;
    await expect(connection.call("GET", "/", { signal: stopping.signal })).rejects.toThrow("we stop");
  });
});
