import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { keyOf, kubeAccessOf, namespaceOf } from "../../src/cli/kubeFlags.ts";
import { useTerminal } from "./terminal.ts";

const PACKAGE = join(import.meta.dirname, "..", "..", "package.json");
const terminal = useTerminal();
afterEach(() => vi.unstubAllEnvs());

const CONTEXTS = `
current-context: prod
contexts:
- {name: prod, context: {cluster: a, user: b, namespace: vision}}
- {name: bare, context: {cluster: a, user: b}}
`;

function kubeconfig(text: string): string {
  const path = join(terminal.folder, "kubeconfig");
  writeFileSync(path, text);
  return path;
}

describe("the namespace of a command", () => {
  it.each([
    { flags: {}, is: "vision", why: "the current context's" },
    { flags: { context: "bare" }, is: "default", why: "a context without one" },
    { flags: { context: "absent" }, is: "default", why: "no such context: connecting says so" },
    { flags: { namespace: "other" }, is: "other", why: "the flag counts before the context" },
  ])("is $is: $why", ({ flags, is }) => {
    expect(namespaceOf({ kubeconfig: kubeconfig(CONTEXTS), ...flags })).toBe(is);
  });

  it("is taken from NAMESPACE/NAME without a kubeconfig", () => {
    expect(keyOf("a/b", { kubeconfig: "/nowhere" })).toEqual({ namespace: "a", name: "b" });
  });

  it("is said once: two that differ are one too many", () => {
    expect(keyOf("a/b", { namespace: "a" })).toEqual({ namespace: "a", name: "b" });
    expect(() => keyOf("a/b", { namespace: "c" })).toThrow("--namespace c and a/b name two namespaces; give one");
  });

  it("is default where there is no kubeconfig at all", () => {
    vi.stubEnv("KUBECONFIG", join(terminal.folder, "absent"));
    vi.stubEnv("KUBERNETES_SERVICE_HOST", undefined);
    expect(namespaceOf({})).toBe("default");
  });
});

describe("a kubeconfig that cannot be used is said with the remedy", () => {
  it.each([
    { path: () => "/nowhere", says: /cannot be read: ENOENT.*; give one that kubectl can use/ },
    { path: () => terminal.folder, says: /cannot be read: EISDIR.*; give one/ },
    { path: () => kubeconfig(""), says: /is no kubeconfig; give one/ },
    { path: () => kubeconfig("text"), says: /is no kubeconfig; give one/ },
  ])("$says", ({ path, says }) => {
    expect(() => kubeAccessOf({ kubeconfig: path() }, "run")).toThrow(says);
  });

  it("several files in KUBECONFIG are not merged, and not mistaken for one", () => {
    vi.stubEnv("KUBERNETES_SERVICE_HOST", undefined);
    vi.stubEnv("KUBECONFIG", ["/a", "/b"].join(delimiter));
    expect(() => kubeAccessOf({}, "run")).toThrow("give one with --kubeconfig");
  });
});

it("a program says to the API server which version and which part of it asks, as client-go does", () => {
  const { version } = JSON.parse(readFileSync(PACKAGE, "utf8")) as { readonly version: string };
  const { userAgent } = kubeAccessOf({ kubeconfig: kubeconfig(CONTEXTS) }, "enforce");
  expect(userAgent).toBe(`headstart/${version} (${process.platform}/${process.arch}) enforce`);
});
