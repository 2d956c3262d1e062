import { readFileSync } from "node:fs";
import { KubeConfig } from "@kubernetes/client-node";
import { Agent, type Dispatcher, request } from "undici";
import { impersonationOf } from "./impersonation.ts";
import { proxyTunnel } from "./proxyTunnel.ts";
import { requestSignal } from "./requestSignal.ts";
import { type TlsMaterial, tlsConnector } from "./tlsConnector.ts";

export interface KubeAccess {
  /** Path of a kubeconfig; absent: the pod's own service account. Nothing else is ever looked for. */
  readonly kubeconfig?: string;
  readonly context?: string;
  /** By which audit logs, flow schemas and people tell one program, and one part of it, from another. */
  readonly userAgent?: string;
}

export interface Answer {
  readonly status: number;
  /** Parsed JSON; undefined when the body was none. */
  readonly body: unknown;
  /** Seconds the server asks us to wait. */
  readonly retryAfter: number | undefined;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly contentType?: string;
  /** Milliseconds for the whole call. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

export interface LineAnswer extends Omit<Answer, "body"> {
  readonly lines: AsyncIterable<string>;
}

/**
 * One API server, over few connections that are kept open; watches have their own, since each holds one for
 * minutes.
 */
export interface KubeConnection {
  call(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, options?: CallOptions): Promise<Answer>;
  /** A long answer, line by line as it comes; ends when the server or the signal ends it. */
  stream(path: string, signal: AbortSignal): Promise<LineAnswer>;
  close(): Promise<void>;
}

/** What the client library takes out of a kubeconfig for one request. */
interface Applied extends TlsMaterial {
  readonly headers: Record<string, string>;
  readonly auth?: string;
}

const TIMEOUT = 10_000;
const CONNECTIONS = 8;
/**
 * From so long without a byte on, the system asks whether the other side is still there, and Node has it ask ten times,
 * a second apart. A connection that has become a black hole, as with a node that is gone, ends after 41 s (Node 20 on
 * Linux, packets dropped; 72 s with undici's own 60 s); client-go's pings of HTTP/2 notice it after 45 s.
 */
const PROBED_AFTER = 30_000;
/** A watch event larger than this is no object of etcd's. */
const LONGEST_LINE = 8 << 20;

export async function connectKube(access: KubeAccess): Promise<KubeConnection> {
  const config = new KubeConfig();
  if (access.kubeconfig === undefined) config.loadFromCluster();
  else config.loadFromFile(access.kubeconfig);
  if (access.context !== undefined) {
    if (config.getContextObject(access.context) === null) {
      throw new Error(`the kubeconfig has no context ${access.context}; kubectl config get-contexts lists them`);
    }
    config.setCurrentContext(access.context);
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error("the kubeconfig names no current cluster; give --kubeconfig and --context");
  const server = cluster.server.replace(/\/$/, "");
  const tunnel = cluster.proxyUrl ? proxyTunnel(cluster.proxyUrl) : undefined;

  const impersonation =
    access.kubeconfig === undefined
      ? {}
      : impersonationOf(readFileSync(access.kubeconfig, "utf8"), config.getCurrentUser()?.name);

  /** The files are read anew each time. */
  async function tlsMaterial(): Promise<TlsMaterial> {
    const { ca, cert, key, servername } = await applied();
    return {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(servername === undefined ? {} : { servername }),
    };
  }

  async function applied(): Promise<Applied> {
    const options: Applied = { headers: {} };
    await config.applyToHTTPSOptions(options as never);
    return options;
  }

  // What can never work is told at once, not at the first call.
  await tlsMaterial();
  const tls = { rejectUnauthorized: cluster.skipTLSVerify !== true, keepAliveInitialDelay: PROBED_AFTER };
  const connect = tlsConnector(tlsMaterial, tls, tunnel);
  const headers = { accept: "application/json", "user-agent": access.userAgent ?? "headstart" };
  const calls = new Agent({ connect, connections: CONNECTIONS, keepAliveTimeout: 60_000 });
  // Unlimited: there are as many as kinds times namespaces, and one that waited in line would show an old view.
  const watches = new Agent({ connect, headersTimeout: 30_000, bodyTimeout: 0 });

  /** Asked anew for each call: tokens of service accounts rotate, those of plugins expire. */
  async function authorization(): Promise<Record<string, string | string[]>> {
    const { headers: asked, auth } = await applied();
    const basic = auth === undefined ? {} : { authorization: `Basic ${btoa(auth)}` };
    return { ...asked, ...basic, ...impersonation };
  }

  return {
    async call(method, path, { body, contentType = "application/json", timeout = TIMEOUT, signal } = {}) {
      const limited = requestSignal(signal);
      const late = setTimeout(() => limited.abort(new Error(`no answer within ${timeout / 1_000} s`)), timeout);
      try {
        const answer = await request(`${server}${path}`, {
          method,
          dispatcher: calls,
          signal: limited.signal,
          headers: {
            ...headers,
            ...(await authorization()),
            ...(body === undefined ? {} : { "content-type": contentType }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return {
          status: answer.statusCode,
          body: parsed(await answer.body.text()),
          retryAfter: retryAfterOf(answer),
        };
      } finally {
        clearTimeout(late);
        limited.release();
      }
    },
    async stream(path, signal) {
      const answer = await request(`${server}${path}`, {
        ...{ dispatcher: watches, signal },
        headers: { ...headers, ...(await authorization()) },
      });
      return { status: answer.statusCode, retryAfter: retryAfterOf(answer), lines: linesOf(answer.body) };
    },
    close: async () => {
      await Promise.all([calls.destroy(), watches.destroy()]);
    },
  };
}

/** Only seconds: the API server never sends the header's other form, a date. */
function retryAfterOf({ headers }: Pick<Dispatcher.ResponseData, "headers">): number | undefined {
  const seconds = Number(headers["retry-after"] ?? NaN);
  return seconds >= 0 && Number.isFinite(seconds) ? seconds : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* linesOf(body: Dispatcher.ResponseData["body"]): AsyncIterable<string> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    rest += decoder.decode(chunk as Buffer, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LONGEST_LINE) throw new Error(`a watch event is longer than ${LONGEST_LINE} bytes`);
    yield* lines.filter((line) => line !== "");
  }
}
