import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Thing {
  readonly metadata: { readonly name: string; readonly resourceVersion: string };
}
export const thing = (name: string, version: number): Thing => ({
  metadata: { name, resourceVersion: String(version) },
});

/** What the server does with one request. */
type Act = (response: ServerResponse) => void;

/** An API server for one kind that answers lists and watches as it was told, in turn; the last act again and again. */
export interface MisbehavingServer {
  readonly url: string;
  /** Query parameters of the requests seen, in turn. */
  readonly lists: readonly URLSearchParams[];
  readonly watches: readonly URLSearchParams[];
  close(): Promise<void>;
}

export async function misbehavingServer(script: {
  readonly lists: readonly Act[];
  readonly watches: readonly Act[];
}): Promise<MisbehavingServer> {
  const lists: URLSearchParams[] = [];
  const watches: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? "", "http://localhost").searchParams;
    const [seen, acts] = query.has("watch") ? [watches, script.watches] : [lists, script.lists];
    seen.push(query);
    acts[Math.min(seen.length, acts.length) - 1]?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lists,
    watches,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A page of a list; with `next` there are more. */
export function page(version: number, things: readonly Thing[], next = ""): Act {
  return json(200, { items: things, metadata: { resourceVersion: String(version), continue: next } });
}

/** A refusal, as a `Status` object. */
export function refusal(code: number, headers: Readonly<Record<string, string>> = {}): Act {
  return json(code, { kind: "Status", code, message: `refused with ${code}` }, headers);
}

export function text(body: string): Act {
  return (response) => response.writeHead(200, { "content-type": "application/json" }).end(body);
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Act {
  return (response) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** Not even headers. */
export const mute: Act = () => {};

/** How a watch goes after its lines. */
type Ending = "close" | "silence" | "reset";

/** A watch that says these lines (objects become JSON, texts go out as they are) and then ends so. */
export function watched(lines: readonly (object | string)[], ending: Ending = "silence"): Act {
  return (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
    const said = lines.map((line) => (typeof line === "string" ? line : `${JSON.stringify(line)}\n`)).join("");
    response.write(said, () => {
      if (ending === "close") response.end();
      if (ending === "reset") response.socket?.resetAndDestroy();
    });
  };
}

export const added = (object: Thing) => ({ type: "ADDED", object });
export const modified = (object: Thing) => ({ type: "MODIFIED", object });
export const deleted = (object: Thing) => ({ type: "DELETED", object });
export const bookmark = (version: number) => ({
  type: "BOOKMARK",
  object: { metadata: { resourceVersion: String(version) } },
});
export const failure = (code: number) => ({ type: "ERROR", object: { kind: "Status", code, reason: "Expired" } });
