import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectKube, type KubeConnection } from "../../../src/adapters/kubernetes/kubeConnection.ts";

/** Our own connection to a loopback server without TLS; the client library allows that only unverified. */
export function connectTo(server: string, userAgent = "test"): Promise<KubeConnection> {
  return connectKube({ kubeconfig: kubeconfigFor(server), userAgent });
}

/** Path of a kubeconfig that names it. */
export function kubeconfigFor(server: string): string {
  const kubeconfig = join(mkdtempSync(join(tmpdir(), "headstart-loopback-")), "kubeconfig");
  const named = { name: "loopback" };
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      ...{ apiVersion: "v1", kind: "Config", "current-context": "loopback" },
      clusters: [{ ...named, cluster: { server, "insecure-skip-tls-verify": true } }],
      users: [{ ...named, user: {} }],
      contexts: [{ ...named, context: { cluster: "loopback", user: "loopback" } }],
    }),
  );
  return kubeconfig;
}
