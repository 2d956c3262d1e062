import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { PrometheusTelemetry } from "./prometheusTelemetry.ts";

export interface Health {
  /** The process can do its work, whether or not Prometheus or the API server answer just now. */
  readonly live: () => boolean;
  /** It has seen the whole cluster once, and is not about to stop. */
  readonly ready: () => boolean;
}

export interface TelemetryServer {
  /** The port it listens on; differs from the one asked for when that was 0. */
  readonly port: number;
  close(): Promise<void>;
}

/** Splits `:8080`, `127.0.0.1:0` or `[::1]:8080`; undefined when it is none of these. */
export function parseAddress(text: string): { readonly host: string | undefined; readonly port: number } | undefined {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([^:[\]]*)):([0-9]{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) return undefined;
  return { host: match[1] ?? (match[2] === "" ? undefined : match[2]), port };
}

/** Serves /metrics, /healthz and /readyz, and nothing else. */
export async function serveTelemetry(
  address: { readonly host: string | undefined; readonly port: number },
  telemetry: PrometheusTelemetry,
  health: Health,
): Promise<TelemetryServer> {
  const server = createServer((request, response) => {
    const answer = (status: number, contentType: string, text: string) => {
      response.writeHead(status, { "content-type": contentType }).end(text);
    };
    const state = (fine: boolean) => answer(fine ? 200 : 503, "text/plain", fine ? "ok\n" : "not now\n");
    switch (request.url?.split("?")[0]) {
      case "/healthz":
        return state(health.live());
      case "/readyz":
        return state(health.ready());
      case "/metrics":
        telemetry.render().then(
          ({ contentType, text }) => answer(200, contentType, text),
          (cause: unknown) => answer(500, "text/plain", `${String(cause)}\n`),
        );
        return undefined;
      default:
        return answer(404, "text/plain", "try /metrics, /healthz or /readyz\n");
    }
  });
  // A scraper that never finishes its request must not hold a socket for ever.
  server.requestTimeout = 10_000;
  await listening(server, address);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, { host, port }: { host: string | undefined; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve);
  });
}
