import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { Command } from "commander";
import { yamlDocuments } from "../adapters/files/yamlDocuments.ts";
import type { KubeAccess } from "../adapters/kubernetes/kubeConnection.ts";
import type { ObjectKey } from "../api/metadata.ts";
import { Stop, wrongUsage } from "./fail.ts";
import { version } from "./version.ts";

export interface KubeFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
}

export function kubeOptions(command: Command): Command {
  return command
    .option(
      "--kubeconfig <path>",
      "kubeconfig; without it the pod's own service account, then KUBECONFIG or ~/.kube/config",
    )
    .option("--context <name>", "context of the kubeconfig");
}

export interface NamespaceFlags extends KubeFlags {
  readonly namespace?: string;
}

/** @param of what lies in the namespace, for the help */
export function namespaceOption(command: Command, of: string): Command {
  return command.option("-n, --namespace <name>", `${of} (default: that of the context, else default)`);
}

/**
 * Inside a pod its service account; elsewhere what kubectl would take. Tests always give `--kubeconfig`.
 * @param role what the program does there: the command, or the part of the controller
 * @throws Stop when there is no such file, or it holds nothing
 */
export function kubeAccessOf({ kubeconfig, context }: KubeFlags, role: string): KubeAccess {
  const path = kubeconfig ?? usualKubeconfig();
  if (path !== undefined) kubeconfigAt(path);
  return {
    ...(path === undefined ? {} : { kubeconfig: path }),
    ...(context === undefined ? {} : { context }),
    // In client-go's form.
    userAgent: `headstart/${version()} (${process.platform}/${process.arch}) ${role}`,
  };
}

/** The flag, else the namespace of the context, else `default`: as kubectl has it. */
export function namespaceOf({ namespace, kubeconfig, context }: NamespaceFlags): string {
  if (namespace !== undefined) return namespace;
  const path = kubeconfig ?? usualKubeconfig();
  if (path === undefined || (kubeconfig === undefined && !existsSync(path))) return "default";
  const { "current-context": current, contexts } = kubeconfigAt(path);
  const chosen = context ?? current;
  const found = Array.isArray(contexts)
    ? contexts.find((each: NamedContext | null) => each?.name === chosen)
    : undefined;
  return typeof found?.context?.namespace === "string" ? found.context.namespace : "default";
}

interface NamedContext {
  readonly name?: unknown;
  readonly context?: { readonly namespace?: unknown };
}

interface Kubeconfig {
  readonly "current-context"?: unknown;
  readonly contexts?: readonly (NamedContext | null)[] | null;
}

function usualKubeconfig(): string | undefined {
  if (process.env["KUBERNETES_SERVICE_HOST"] !== undefined) return undefined;
  const named = process.env["KUBECONFIG"] ?? "";
  if (named.includes(delimiter)) {
    throw wrongUsage(
      `KUBECONFIG names several files: ${named}`,
      "give one with --kubeconfig; they are not merged here",
    );
  }
  return named === "" ? join(homedir(), ".kube", "config") : named;
}

function kubeconfigAt(path: string): Kubeconfig {
  const remedy = "give one that kubectl can use, by --kubeconfig or KUBECONFIG";
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Stop({ code: "NoKubeconfig", message: `the kubeconfig cannot be read: ${why}`, remedy, cause });
  }
  const value = yamlDocuments(text)[0]?.value;
  if (typeof value === "object" && value !== null) return value;
  throw new Stop({ code: "NoKubeconfig", message: `${path} is no kubeconfig`, remedy });
}

/** `NAME` in the namespace of the flags, or `NAMESPACE/NAME`. */
export function keyOf(text: string, flags: NamespaceFlags): ObjectKey {
  const parts = text.split("/");
  const [first = "", second] = parts;
  const key =
    second === undefined ? { namespace: namespaceOf(flags), name: first } : { namespace: first, name: second };
  if (parts.length > 2 || !NAME.test(key.name) || !NAME.test(key.namespace)) {
    throw wrongUsage(`"${text}" names no object`, `give NAME or NAMESPACE/NAME, ${LETTERS}`);
  }
  if (flags.namespace !== undefined && flags.namespace !== key.namespace) {
    const two = `--namespace ${flags.namespace} and ${text} name two namespaces`;
    throw wrongUsage(two, "give one of them; nothing was done");
  }
  return key;
}

const LETTERS = "of lower case letters, digits, '-' and '.'";
const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
