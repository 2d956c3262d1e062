import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { connectKube } from "../../../src/adapters/kubernetes/kubeConnection.ts";

let folder: string;
let server: Server;
/** Names and values as they came, of those that impersonate. */
let seen: (readonly [string, string])[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "headstart-impersonation-"));
  seen = [];
  server = createServer(({ rawHeaders }, response) => {
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const [name, value] = [rawHeaders[i] ?? "", rawHeaders[i + 1] ?? ""];
      if (/^impersonate-/i.test(name)) seen.push([name.toLowerCase(), value]);
    }
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

function connect(user: string) {
  const kubeconfig = join(folder, "kubeconfig");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  writeFileSync(
    kubeconfig,
    `
apiVersion: v1
kind: Config
current-context: prod
clusters: [{name: a, cluster: {server: "${url}", insecure-skip-tls-verify: true}}]
users: [{name: other, user: {as: root, as-groups: ["system:masters"]}}, {name: b, user: ${user}}]
contexts: [{name: prod, context: {cluster: a, user: b}}]
`,
  );
  return connectKube({ kubeconfig });
}

it("whom a kubeconfig acts as goes with each call and watch, with groups, uid and extra", async () => {
  const extra = '{reason: [drill, "ticket 7"], "acme.example/(scopes)": [all], none: []}';
  const connection = await connect(
    `{as: jane, as-groups: [dev, "team:vision"], as-uid: "42", as-user-extra: ${extra}}`,
  );
  const all = [
    ["impersonate-extra-acme.example%2f%28scopes%29", "all"],
    ["impersonate-extra-reason", "drill"],
    ["impersonate-extra-reason", "ticket 7"],
    ["impersonate-group", "dev"],
    ["impersonate-group", "team:vision"],
    ["impersonate-uid", "42"],
    ["impersonate-user", "jane"],
  ];
  const { lines } = await (await connection.call("GET", "/version"),
  connection.stream("/w", AbortSignal.timeout(5_000)));
  for await (const line of lines) expect(line).toBe("{}");
  expect(seen.toSorted((a, b) => (a.join() < b.join() ? -1 : 1))).toEqual(all.flatMap((each) => [each, each]));
  await connection.close();
});

it("of one that acts as nobody else nothing is sent", async () => {
  const connection = await connect("{as-groups: [], as-uid: null, token: x}");
  await connection.call("GET", "/version");
  expect(seen).toEqual([]);
  await connection.close();
});

it.each([
  { user: "{as-groups: [dev]}", says: "as-groups: the kubeconfig's as-groups says what to act as" },
  { user: "{as: jane, as-groups: dev}", says: "as-groups: the kubeconfig's as-groups is not a list of texts" },
  { user: "{as: jane, as-uid: 42}", says: "write it as a text" },
  { user: "{as: jane, as-user-extra: {reason: drill}}", says: "as-user-extra: the kubeconfig's as-user-extra is not" },
])("$user is refused before any call", async ({ user, says }) => {
  await expect(connect(user)).rejects.toThrow(says);
  expect(seen).toEqual([]);
});
