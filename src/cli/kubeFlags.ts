import { homedir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import type { KubeAccess } from "../adapters/kubernetes/kubeConnection.ts";

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
