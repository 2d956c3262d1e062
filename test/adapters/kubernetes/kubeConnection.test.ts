import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { KubeConnection } from "../../../src/adapters/kubernetes/kubeConnection.ts";
import { waitFor } from "../../cluster/waitFor.ts";
import { connectTo } from "./connectTo.ts";

let server: Server;
let connection: KubeConnection;
let asked = 0;

/** An API server that answers nothing, and counts who asks. */
async function silentServer(): Promise<void> {
  asked = 0;
  server = createServer(() => (asked += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  connection = await connectTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
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
});
