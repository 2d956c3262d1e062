import { homedir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import type { KubeAccess } from "../adapters/kubernetes/kubeConnection.ts";
import type { ObjectKey } from "../api/metadata.ts";
import { wrongUsage } from "./fail.ts";

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

/** Inside a pod its service account; elsewhere what kubectl would take. Tests always give `--kubeconfig`. */
export function kubeAccessOf({ kubeconfig, context }: KubeFlags): KubeAccess {
  const inCluster = process.env["KUBERNETES_SERVICE_HOST"] !== undefined;
  const usual = process.env["KUBECONFIG"] ?? join(homedir(), ".kube", "config");
  const path = kubeconfig ?? (inCluster ? undefined : usual);
  return { ...(path === undefined ? {} : { kubeconfig: path }), ...(context === undefined ? {} : { context }) };
}

/** `NAME` in the namespace of the flag, or `NAMESPACE/NAME`. */
export function keyOf(text: string, namespace: string): ObjectKey {
  const parts = text.split("/");
  const [first = "", second] = parts;
  const key = second === undefined ? { namespace, name: first } : { namespace: first, name: second };
  if (parts.length > 2 || !NAME.test(key.name) || !NAME.test(key.namespace)) {
    throw wrongUsage(`"${text}" names no object`, "give NAME or NAMESPACE/NAME");
  }
  return key;
}

const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
