import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { connectKube } from "../../../src/adapters/kubernetes/kubeConnection.ts";

const KUBECONFIG = `
apiVersion: v1
kind: Config
current-context: prod
clusters: [{name: a, cluster: {server: "https://127.0.0.1:6443"}}]
users: [{name: b, user: {}}]
contexts: [{name: prod, context: {cluster: a, user: b}}]
`;
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "headstart-context-"))));
afterEach(() => rmSync(folder, { recursive: true }));

it("a context that the kubeconfig does not have is named, with where they are listed", async () => {
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(kubeconfig, KUBECONFIG);
  await expect(connectKube({ kubeconfig, context: "staging" })).rejects.toThrow(
    "the kubeconfig has no context staging; kubectl config get-contexts lists them",
  );
});
