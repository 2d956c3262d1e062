import { loadYaml } from "@kubernetes/client-node";
import { describeFailure, quote } from "../../units/failure.ts";

/** Headers by name; a list is one header a value. */
export type ImpersonationHeaders = Readonly<Record<string, string | string[]>>;

type Field = "as-groups" | "as-uid" | "as-user-extra";
type User = Readonly<Record<string, unknown>>;

/** What a field has to be. */
interface Shape<T> {
  readonly is: string;
  readonly holds: (value: unknown) => value is T;
}

const TEXT: Shape<string> = { is: "a text", holds: (value) => typeof value === "string" };
const TEXTS: Shape<string[]> = {
  is: "a list of texts",
  holds: (value): value is string[] => Array.isArray(value) && value.every(TEXT.holds),
};
const TEXTS_BY_KEY: Shape<Readonly<Record<string, string[]>>> = {
  is: "lists of texts by key",
  holds: (value): value is Readonly<Record<string, string[]>> =>
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(TEXTS.holds),
};

/**
 * The headers for what a kubeconfig's user acts as, beside `as` itself, which the client library sends: it leaves out
 * the rest, and without them calls would be made with other rights than kubectl's.
 * @param text the kubeconfig
 * @param userName of the context in use
 * @throws Error with field, value and remedy for what cannot be sent
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export function impersonationOf(text: string, userName: string | undefined): ImpersonationHeaders {
  const { users } = loadYaml<{ users?: readonly { name?: unknown; user?: User }[] }>(text);
  const user = users?.find(({ name }) => name === userName)?.user ?? {};
  const groups = readField(user, "as-groups", TEXTS) ?? [];
  const uid = readField(user, "as-uid", TEXT) ?? "";
  const extra = Object.entries(readField(user, "as-user-extra", TEXTS_BY_KEY) ?? {}).filter(
    ([, values]) => values.length > 0,
  );
  return {
    ...(groups.length === 0 ? {} : { "Impersonate-Group": groups }),
    ...(uid === "" ? {} : { "Impersonate-Uid": uid }),
    ...Object.fromEntries(extra.map(([key, values]) => [`Impersonate-Extra-${inHeader(key)}`, values])),
  };
}

function readField<T extends object | string>(user: User, field: Field, { is, holds }: Shape<T>): T | undefined {
  const value = user[field];
  if (value === undefined || value === null) return undefined;
  if (!holds(value)) throw unusable(field, value, `is not ${is}`, `write it as ${is}`);
  // The API server refuses every call then, and does not say which line it is.
  if (!user["as"] && Object.keys(value).length > 0) {
    throw unusable(field, value, "says what to act as, and `as` does not say whom", "give `as`, or leave it out");
  }
  return value;
}

function unusable(field: Field, value: unknown, what: string, remedy: string): Error {
  const message = `the kubeconfig's ${field} ${what}`;
  const failure = { code: "UnusableImpersonation", field, value: quote(value), message, remedy };
  return new Error(describeFailure(failure));
}

/** A key may be any text, the name of a header not: as client-go, all else is written as percent and two digits. */
function inHeader(key: string): string {
  const bytes = [...Buffer.from(key)];
  return bytes
    .map((byte) => (LEGAL.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : escaped(byte)))
    .join("");
}

const LEGAL = /^[\w!#$&'*+.^`|~-]$/;

function escaped(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
