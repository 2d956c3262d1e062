import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Json } from "../../../src/adapters/kubernetes/transforms.ts";

/** An API server that keeps one Lease, holds lists that never change, and takes every other write. */
export interface LeaseServer {
  readonly url: string;
  /** As somebody else may have left it. */
  lease: Json;
  /** What somebody else does to the Lease right after the next look at it; then it is undefined. */
  meanwhile: (() => void) | undefined;
  /** Requests about the Lease get no answer; all others still do. */
  silent: boolean;
  /** Objects by plural; what is not here is an empty list. */
  readonly lists: Record<string, readonly Json[]>;
  /** Answers to writes that are not about the Lease wait until it is false again. */
  holding: boolean;
  /** Methods and paths of the writes that reached it, the Lease's left out. */
  readonly writes: readonly string[];
  /** Methods of the requests about the Lease, in turn. */
  readonly leaseCalls: string[];
  /** User agents, those who asked for the Lease apart. */
  readonly agents: { readonly lease: ReadonlySet<string>; readonly others: ReadonlySet<string> };
  close(): Promise<void>;
}

export async function leaseServer(lease?: Json): Promise<LeaseServer> {
  const [writes, leaseCalls]: [string[], string[]] = [[], []];
  const agents = { lease: new Set<string>(), others: new Set<string>() };
  const state: Pick<LeaseServer, "lease" | "silent" | "holding" | "meanwhile"> & {
    lists: Record<string, readonly Json[]>;
  } = { lease, silent: false, holding: false, lists: {}, meanwhile: undefined };
  let version = 1;
  const listed = (path: string) => state.lists[path.split("?")[0]?.split("/").at(-1) ?? ""] ?? [];
  const server = createServer((request, response) => {
    const answer = (code: number, body: Json) =>
      response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
    const path = request.url ?? "";
    agents[path.includes("/leases") ? "lease" : "others"].add(request.headers["user-agent"] ?? "");
    if (!path.includes("/leases")) {
      writes.push(`${request.method} ${path.split("?")[0]}`);
      if (state.holding) return;
      if (path.includes("watch=")) response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
      else if (request.method === "GET") answer(200, { metadata: { resourceVersion: "1" }, items: listed(path) });
      else answer(200, { metadata: {} });
      return;
    }
    leaseCalls.push(request.method ?? "");
    if (state.silent) return;
    if (request.method === "GET") {
      if (state.lease === undefined) answer(404, { code: 404 });
      else answer(200, state.lease);
      const { meanwhile } = state;
      state.meanwhile = undefined;
      meanwhile?.();
      return;
    }
    void bodyOf(request).then((body) => {
      const isStale =
        state.lease !== undefined && body.metadata.resourceVersion !== state.lease.metadata.resourceVersion;
      if (isStale) return answer(409, { code: 409 });
      state.lease = { ...body, metadata: { ...body.metadata, resourceVersion: String(++version) } };
      return answer(request.method === "POST" ? 201 : 200, state.lease);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    writes,
    leaseCalls,
    agents,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

/** A Lease that somebody else holds; `renewed` is what that machine's clock says. */
export function heldByAnother(renewed: string, seconds: number): Json {
  return {
    metadata: { name: "headstart", namespace: "headstart-system", resourceVersion: "1" },
    spec: { holderIdentity: "other", leaseDurationSeconds: seconds, renewTime: renewed, leaseTransitions: 4 },
  };
}
