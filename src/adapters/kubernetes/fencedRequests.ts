import type { ObjectKey } from "../../api/metadata.ts";
import type { ObservedKind, Written, WriteFailure } from "../../ports/cluster.ts";
import { failed, type Result, success } from "../../units/result.ts";
import type { Answer, CallOptions, KubeConnection } from "./kubeConnection.ts";
import type { Fence } from "./leaderElection.ts";
import { objectPath } from "./resources.ts";
import type { Json } from "./transforms.ts";
import { failureOfAnswer, writeFailure } from "./writeFailure.ts";

/** What writes are made of: a look at what stands, and one change of it. */
export interface FencedRequests {
  /** The object as the API server has it now. */
  read(kind: ObservedKind, key: ObjectKey): Promise<Result<Json, WriteFailure>>;
  /** @param what the change in words, for the failure's message */
  send(what: string, method: "POST" | "PATCH" | "DELETE", path: string, options: CallOptions): Promise<Written>;
}

const TIMEOUT = 8_000;
/** A lease that is certain for less than this is no ground to start a write on. */
const SHORTEST = 500;
/** The longest that a server may make a write wait, seconds. */
const LONGEST_WAIT = 5;

/** Each write first makes sure that this replica leads until it is over. */
export function fencedRequests(connection: KubeConnection, fence: Fence): FencedRequests {
  async function attempt(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    options: CallOptions = {},
  ): Promise<Answer | WriteFailure> {
    const certain = fence.remaining();
    if (method !== "GET" && certain < SHORTEST)
      return writeFailure("NotLeading", `${method} ${path}: this replica does not lead`);
    try {
      return await connection.call(method, path, { ...options, timeout: Math.min(TIMEOUT, certain) });
    } catch (cause) {
      return writeFailure("Unavailable", `${method} ${path}: ${String(cause)}`, cause);
    }
  }

  return {
    async read(kind, key) {
      const answer = await attempt("GET", objectPath(kind, key));
      if ("code" in answer) return failed(answer);
      if (answer.status === 200) return success(answer.body as Json);
      return failed(failureOfAnswer(answer.status, `read ${kind} ${key.name}`, answer.body));
    },
    async send(what, method, path, options) {
      const answer = await attempt(method, path, options);
      if ("code" in answer) return failed(answer);
      const waits = answer.status === 429 || answer.status === 503;
      const last = waits ? await afterWaiting(answer, () => attempt(method, path, options)) : answer;
      if ("code" in last) return failed(last);
      return last.status < 300 ? success(undefined) : failed(failureOfAnswer(last.status, what, last.body));
    },
  };
}

async function afterWaiting<T>(answer: Answer, again: () => Promise<T>): Promise<T> {
  const seconds = Math.min(answer.retryAfter ?? 1, LONGEST_WAIT);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  return again();
}
