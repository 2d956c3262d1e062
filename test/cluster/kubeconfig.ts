import { writeFileSync } from "node:fs";
import type { Certificate } from "./certificates.ts";

type Access = { readonly admin: Certificate } | { readonly token: string };

/** Writes a kubeconfig with one cluster and one user; gives its path back. JSON is YAML. */
export function writeKubeconfig(
  path: string,
  settings: { readonly server: string; readonly authority: string } & Access,
): string {
  const user =
    "token" in settings
      ? { token: settings.token }
      : { "client-certificate": settings.admin.certificate, "client-key": settings.admin.key };
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "test",
    contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
    clusters: [{ name: "test", cluster: { server: settings.server, "certificate-authority": settings.authority } }],
    users: [{ name: "test", user }],
  };
  writeFileSync(path, JSON.stringify(config, undefined, 2), { mode: 0o600 });
  return path;
}
