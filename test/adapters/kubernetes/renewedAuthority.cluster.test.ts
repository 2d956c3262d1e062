import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { afterEach, beforeEach, expect, it } from "vitest";
import { connectKube, type KubeConnection } from "../../../src/adapters/kubernetes/kubeConnection.ts";
import { createAuthority } from "../../cluster/certificates.ts";
import { describeCluster } from "../../cluster/describeCluster.ts";

let folder: string;
let server: Server;
let connection: KubeConnection;
const path = (name: string) => join(folder, name);
const text = (name: string) => readFileSync(name, "utf8");

/** An authority, and what it signed: a server of the name, and a client. */
function signed(name: string, serverName: string) {
  const authority = createAuthority(path(name));
  const { certificate, key } = authority.issue("server", "/CN=api", [serverName]);
  const ca = text(authority.certificate);
  const serving = { ca, cert: text(certificate), key: text(key), requestCert: true, rejectUnauthorized: true };
  return { authority: authority.certificate, client: authority.issue("client", `/CN=client of ${name}`), serving };
}

/** Writes the files that the kubeconfig names: whom to trust, and who we are. */
function known({ authority, client }: Pick<ReturnType<typeof signed>, "authority" | "client">): void {
  copyFileSync(authority, path("ca.crt"));
  copyFileSync(client.certificate, path("client.crt"));
  copyFileSync(client.key, path("client.key"));
}

/** An API server that answers with the name of who asks, and closes: the next one who asks connects anew. */
async function serverWith({ serving }: ReturnType<typeof signed>, asked: object = {}): Promise<void> {
  server = createServer(serving, ({ socket }, response) => {
    response.setHeader("connection", "close");
    response.end(`${JSON.stringify((socket as TLSSocket).getPeerCertificate().subject.CN)}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const named = { name: "test" };
  writeFileSync(
    path("kubeconfig"),
    JSON.stringify({
      ...{ apiVersion: "v1", kind: "Config", "current-context": "test" },
      clusters: [{ ...named, cluster: { server: url, "certificate-authority": "ca.crt", ...asked } }],
      users: [{ ...named, user: { "client-certificate": "client.crt", "client-key": "client.key" } }],
      contexts: [{ ...named, context: { cluster: "test", user: "test" } }],
    }),
  );
  connection = await connectKube({ kubeconfig: path("kubeconfig") });
}

const called = async () => (await connection.call("GET", "/")).body;

async function watched(): Promise<unknown> {
  const { lines } = await connection.stream("/", new AbortController().signal);
  const seen = [];
  for await (const line of lines) seen.push(JSON.parse(line));
  return seen[0];
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headstart-renewed-"));
});

afterEach(async () => {
  await connection.close();
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

describeCluster("an API server whose certificate authority is renewed", () => {
  it("is trusted as soon as the new bundle is in its file, and not before, without a restart", async () => {
    const [old, renewed] = [signed("old", "IP:127.0.0.1"), signed("renewed", "IP:127.0.0.1")];
    known(old);
    await serverWith(old);
    expect([await called(), await watched()]).toEqual(["client of old", "client of old"]);
    server.setSecureContext(renewed.serving);
    await expect(called()).rejects.toThrow("certificate");
    await expect(watched()).rejects.toThrow("certificate");
    known(renewed);
    expect([await called(), await watched()]).toEqual(["client of renewed", "client of renewed"]);
  });

  it("half a bundle, or none, fails what is asked meanwhile and nothing after", async () => {
    const api = signed("api", "IP:127.0.0.1");
    known(api);
    await serverWith(api);
    for (const spoil of [() => writeFileSync(path("ca.crt"), "half a bundle"), () => rmSync(path("ca.crt"))]) {
      spoil();
      await expect(called()).rejects.toThrow();
      known(api);
      expect(await called()).toBe("client of api");
    }
  });

  it("is asked for the name that the kubeconfig says its certificate has", async () => {
    const api = signed("api", "DNS:api.internal");
    known(api);
    await serverWith(api, { "tls-server-name": "api.internal" });
    expect(await called()).toBe("client of api");
  });
});
