import { Agent, request } from "undici";
import type { Failure } from "../../units/failure.ts";
import { failed, type Result, success } from "../../units/result.ts";
import { type TlsAccess, tlsConnector } from "./tlsConnector.ts";
import { places } from "./places.ts";

export interface PrometheusAccess {
  /** Base URL; a path before `/api/v1` is kept. */
  readonly url: string;
  /** Asked for at each request, as the password is: what stands in a file is renewed there, some tokens every hour. */
  readonly bearerToken?: () => string;
  readonly basic?: { readonly username: string; readonly password: () => string };
  /** Sent as X-Scope-OrgID. */
  readonly tenant?: string;
  readonly tls?: TlsAccess;
  /** Milliseconds for one request. */
  readonly timeout?: number;
}

/** `data` of a fine answer, and what the server warned of. */
export interface PrometheusAnswer {
  readonly data: unknown;
  readonly warnings: readonly string[];
}

/**
 * `TimedOut`, `HttpError` (no answer, or a bad one), `QueryRefused` (the server cannot run the query: asking
 * again is in vain).
 */
export interface PrometheusFailure extends Failure {
  readonly code: "TimedOut" | "HttpError" | "QueryRefused";
}

export interface PrometheusConnection {
  get(path: string, parameters: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Outcome>;
  close(): Promise<void>;
}
type Outcome = Result<PrometheusAnswer, PrometheusFailure>;

const CONNECTIONS = 4;
const TIMEOUT = 10_000;
const TRIES = 3;
const FIRST_DELAY = 250;
/** Four weeks of one series by five minutes are 200 KB; a hundred times that is no answer to our questions. */
const LARGEST_ANSWER = 32 << 20;
/**
 * After so many requests in a row without any answer only one is sent in so many milliseconds, and all others fail as
 * it did: hundreds of targets that each wait out three time-outs would not be planned for half an hour.
 */
const MOST_UNANSWERED = 10;
const ASKED_EVERY = 15_000;
const KEPT = "until then the applied floor is kept";

/** Asks one Prometheus-compatible server, over few connections, a bounded number of times. */
export function connectPrometheus(access: PrometheusAccess): PrometheusConnection {
  const { tls = {}, timeout = TIMEOUT } = access;
  const dispatcher = new Agent({
    connections: CONNECTIONS,
    maxResponseSize: LARGEST_ANSWER,
    connect: tlsConnector(tls),
  });
  const base = access.url.replace(/\/+$/, "");
  const headers = { accept: "application/json", "content-type": "application/x-www-form-urlencoded" };
  /** Here and not in the dispatcher's line: the time-out is of the server's answer, not of those before it. */
  const sent = places(CONNECTIONS);
  let closed = false;
  let [unanswered, askAgainAt] = [0, 0];
  let lastFailure: PrometheusFailure | undefined;

  async function once(path: string, body: string, signal: AbortSignal | undefined): Promise<Outcome> {
    const limit = AbortSignal.timeout(timeout);
    try {
      const answer = await request(`${base}${path}`, {
        method: "POST",
        dispatcher,
        signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
        headers: { ...headers, ...authorization(access) },
        body,
      });
      const outcome = outcomeOf(answer.statusCode, await answer.body.text());
      unanswered = 0;
      return outcome;
    } catch (cause) {
      lastFailure = limit.aborted ? timedOut(path, timeout, cause) : noAnswer(path, cause);
      if (signal?.aborted !== true) unanswered += 1;
      askAgainAt = performance.now() + ASKED_EVERY;
      return failed(lastFailure);
    }
  }

  const isAway = () => unanswered >= MOST_UNANSWERED;

  /** What the last one asked was told, as long as nobody is to be asked for it. */
  function told(): PrometheusFailure | undefined {
    if (closed) return CLOSED;
    if (!isAway()) return undefined;
    const now = performance.now();
    if (now < askAgainAt) return lastFailure;
    askAgainAt = now + ASKED_EVERY;
    return undefined;
  }

  return {
    async get(path, parameters, signal) {
      const body = new URLSearchParams(parameters).toString();
      for (let attempt = 1; ; attempt++) {
        const outcome = await sent(() => {
          const known = told();
          return known === undefined ? once(path, body, signal) : Promise.resolve(failed(known));
        });
        const inVain = attempt >= TRIES || isAway() || closed;
        const final = outcome.ok || outcome.failure.code === "QueryRefused" || inVain;
        if (final || signal?.aborted === true) return outcome;
        await new Promise((resolve) => setTimeout(resolve, FIRST_DELAY * 2 ** (attempt - 1)));
      }
    },
    close: () => {
      closed = true;
      return dispatcher.destroy();
    },
  };
}

const CLOSED: PrometheusFailure = {
  code: "HttpError",
  message: "the program stops",
  remedy: `start it again; ${KEPT}`,
};

function authorization(access: PrometheusAccess): Readonly<Record<string, string>> {
  const { bearerToken, basic, tenant } = access;
  const tenantHeader = tenant === undefined ? {} : { "x-scope-orgid": tenant };
  if (bearerToken !== undefined) return { ...tenantHeader, authorization: `Bearer ${bearerToken()}` };
  if (basic === undefined) return tenantHeader;
  const pair = Buffer.from(`${basic.username}:${basic.password()}`).toString("base64");
  return { ...tenantHeader, authorization: `Basic ${pair}` };
}

function timedOut(path: string, timeout: number, cause: unknown): PrometheusFailure {
  const message = `${path} did not answer within ${timeout / 1000} s`;
  return { code: "TimedOut", message, remedy: `see whether Prometheus is overloaded; ${KEPT}`, cause };
}

function noAnswer(path: string, cause: unknown): PrometheusFailure {
  const remedy = `check --prometheus-url and that Prometheus runs; ${KEPT}`;
  return { code: "HttpError", message: `${path}: ${wordsOf(cause)}`, remedy, cause };
}

/** A name with several addresses fails with an error for each, and none of its own: only the code is left to tell. */
function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as { readonly code?: unknown };
  return cause.message === "" && typeof code === "string" ? code : cause.message;
}

function outcomeOf(status: number, text: string): Outcome {
  const body = parsed(text);
  if (status === 200 && body?.status === "success") {
    return success({ data: body.data, warnings: [...(body.warnings ?? []), ...(body.infos ?? [])] });
  }
  const said = body?.error ?? `answered ${status}`;
  if (status === 400 || status === 422) {
    return failed({ code: "QueryRefused", message: said.slice(0, 500), remedy: `correct the query; ${KEPT}` });
  }
  const remedy = status === 401 || status === 403 ? "check the credentials for Prometheus" : "see Prometheus' own log";
  return failed({ code: "HttpError", message: said.slice(0, 500), remedy: `${remedy}; ${KEPT}` });
}

interface Envelope {
  readonly status?: string;
  readonly data?: unknown;
  readonly error?: string;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

function parsed(text: string): Envelope | undefined {
  try {
    return JSON.parse(text) as Envelope;
  } catch {
    return undefined;
  }
}
