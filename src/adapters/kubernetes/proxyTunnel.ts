import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Socket } from "node:net";
import { describeFailure, quote } from "../../units/failure.ts";

/** A proxy that does not answer must not hold a connection for longer than a server that does not. */
const TIMEOUT = 10_000;

/** Opens the way to one host and port; TLS with the API server, if any, runs through it. */
export type Tunnel = (host: string, port: number) => Promise<Socket>;

/**
 * The way through the `proxy-url` of a kubeconfig's cluster: HTTP CONNECT, which is also what kubectl asks of a
 * proxy on the way to an https server.
 * @throws Error with field, value and remedy for a proxy of another kind: going past it would be worse than not going
 */
export function proxyTunnel(proxyUrl: string): Tunnel {
  const proxy = URL.canParse(proxyUrl) ? new URL(proxyUrl) : undefined;
  const request = proxy === undefined ? undefined : REQUESTS[proxy.protocol];
  if (proxy === undefined || request === undefined) throw new Error(describeFailure(unusable(proxyUrl, proxy)));
  const shown = `the proxy ${proxy.protocol}//${proxy.host} (proxy-url of the kubeconfig)`;
  const asks = authorizationOf(proxy);
  return (host, port) =>
    new Promise((resolve, reject) => {
      const path = `${host.includes(":") ? `[${host.replace(/^\[|\]$/g, "")}]` : host}:${port}`;
      const at = { host: proxy.hostname.replace(/^\[|\]$/g, ""), port: proxy.port === "" ? undefined : proxy.port };
      const asked = request({ ...at, method: "CONNECT", path, headers: { host: path, ...asks }, agent: false });
      asked.setTimeout(TIMEOUT, () => asked.destroy(new Error(`no answer within ${TIMEOUT / 1_000} s`)));
      asked.once("error", (cause) => reject(new Error(`${shown} cannot be reached: ${cause.message}`, { cause })));
      asked.once("connect", ({ statusCode, statusMessage }, socket) => {
        if (statusCode === 200) {
          socket.setTimeout(0);
          resolve(socket as Socket);
          return;
        }
        socket.destroy();
        reject(new Error(`${shown} refuses the way to ${path}: ${statusCode} ${statusMessage ?? ""}`.trim()));
      });
      asked.end();
    });
}

const REQUESTS: Readonly<Record<string, typeof requestHttp>> = { "http:": requestHttp, "https:": requestHttps };

function authorizationOf({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === "") return {};
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(text).toString("base64")}` };
}

function unusable(proxyUrl: string, proxy: URL | undefined) {
  // A password has no place in a message.
  const value = proxy === undefined ? quote(proxyUrl.replace(/\/\/.*@/, "//")) : `${proxy.protocol}//${proxy.host}`;
  return {
    code: "UnusableProxy",
    field: "proxy-url",
    value,
    message: "the kubeconfig's cluster is reached by a proxy that is not spoken to here",
    remedy:
      "give an http:// or https:// proxy, or a kubeconfig whose server is reached without one, " +
      "such as by kubectl proxy or ssh -L",
  };
}
