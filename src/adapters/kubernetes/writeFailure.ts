import type { WriteFailure } from "../../ports/cluster.ts";

const REMEDIES: Readonly<Record<WriteFailure["code"], string>> = {
  Conflict: "it is read again and decided again",
  NotFound: "nothing is left to write; it is looked at again when it exists",
  Refused: "correct the object that asks for this; until then what stands is kept",
  Forbidden: "grant this in the controller's role; until then what stands is kept",
  NamespaceTerminating: "nothing is to be done: what stands there goes with its namespace",
  Unavailable: "it is tried again; until then what stands is kept",
  NotLeading: "the replica that leads does it",
};

export function writeFailure(code: WriteFailure["code"], message: string, cause?: unknown): WriteFailure {
  return { code, message, remedy: REMEDIES[code], ...(cause === undefined ? {} : { cause }) };
}

/** What an answer of the API server means to the one who wrote. */
export function failureOfAnswer(status: number, what: string, body: unknown): WriteFailure {
  const { message: said, details } = (body ?? {}) as Status;
  const message = `${what}: ${typeof said === "string" ? said.slice(0, 500) : `answered ${status}`}`;
  // It comes as 403, like a missing right (Kubernetes 1.35).
  const isTerminating = details?.causes?.some(({ reason }) => reason === "NamespaceTerminating") ?? false;
  return writeFailure(isTerminating ? "NamespaceTerminating" : codeOf(status, message), message);
}

/** The parts of a `Status` object that are read; a proxy in between may answer with anything else. */
interface Status {
  readonly message?: unknown;
  readonly details?: { readonly causes?: readonly { readonly reason?: unknown }[] };
}

function codeOf(status: number, message: string): WriteFailure["code"] {
  if (status === 409) return "Conflict";
  if (status === 404) return "NotFound";
  if (status === 401) return "Forbidden";
  // Quotas, LimitRanges and webhooks answer 403 as well; only a missing right is worded like this (Kubernetes 1.35).
  if (status === 403) return / cannot \S+ (resource|path) |answered 403$/.test(message) ? "Forbidden" : "Refused";
  // A JSON Patch whose `test` did not hold is answered with 422 and only these words (Kubernetes 1.35); a value that
  // is not valid has its own.
  if (status === 422 && message.includes("rejected our request due to an error in our request")) return "Conflict";
  if (status === 400 || status === 422 || status === 413 || status === 415) return "Refused";
  return "Unavailable";
}
