import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectKube, type KubeConnection } from "../../../src/adapters/kubernetes/kubeConnection.ts";
import { proxyTunnel } from "../../../src/adapters/kubernetes/proxyTunnel.ts";
import { createAuthority } from "../../cluster/certificates.ts";

const folder = mkdtempSync(join(tmpdir(), "headstart-proxy-"));
const authority = createAuthority(folder);
const own = authority.issue("server", "/CN=api", ["DNS:api.example"]);

let servers: Server[] = [];
let connection: KubeConnection | undefined;
let asked: { readonly path: string; readonly authorization: string | undefined }[] = [];
let sockets: Socket[] = [];

beforeEach(() => {
  [servers, asked, sockets] = [[], [], []];
});

afterEach(async () => {
  await connection?.close();
  connection = undefined;
  for (const socket of sockets) socket.destroy();
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** A proxy that knows one name, and leads to the port behind it. */
function proxyTo(port: number, status = 200): Promise<number> {
  const proxy = createServer();
  proxy.on("connect", ({ url, headers }, client: Socket) => {
    asked.push({ path: url ?? "", authorization: headers["proxy-authorization"] });
    sockets.push(client);
    if (status !== 200) return void client.end(`HTTP/1.1 ${status} Because\r\n\r\n`);
    const server = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      client.pipe(server).pipe(client);
    });
    for (const socket of [client, server]) socket.on("error", () => undefined);
    sockets.push(server);
  });
  return listening(proxy);
}

function through(proxyUrl: string, server: string): Promise<KubeConnection> {
  const kubeconfig = join(folder, "kubeconfig");
  const named = { name: "a" };
  const insecure = server.startsWith("http:") ? { "insecure-skip-tls-verify": true } : {};
  const trust = { "certificate-authority-data": readFileSync(authority.certificate).toString("base64") };
  const cluster = { server, "proxy-url": proxyUrl, ...(server.startsWith("http:") ? insecure : trust) };
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      ...{ apiVersion: "v1", kind: "Config", "current-context": "a" },
      clusters: [{ ...named, cluster }],
      users: [{ ...named, user: {} }],
      contexts: [{ ...named, context: { cluster: "a", user: "a" } }],
    }),
  );
  return connectKube({ kubeconfig });
}

describe("the proxy-url of a kubeconfig", () => {
  it("is the way calls and watches take, with the API server's certificate checked behind it", async () => {
    const tls = { cert: readFileSync(own.certificate), key: readFileSync(own.key) };
    const api = await listening(createTlsServer(tls, (_, response) => response.end('{"kind":"Status"}\n')));
    const proxy = await proxyTo(api);
    connection = await through(`http://user:p%40ss@127.0.0.1:${proxy}`, "https://api.example:6443");
    expect(await connection.call("GET", "/version")).toMatchObject({ status: 200, body: { kind: "Status" } });
    const { lines } = await connection.stream("/watch", new AbortController().signal);
    for await (const line of lines) expect(line).toBe('{"kind":"Status"}');
    const authorization = `Basic ${btoa("user:p@ss")}`;
    expect(asked).toEqual(Array(2).fill({ path: "api.example:6443", authorization }));
  });

  it("that breaks off ends the watch and nothing else", async () => {
    const tls = { cert: readFileSync(own.certificate), key: readFileSync(own.key) };
    const api = await listening(createTlsServer(tls, (_, response) => void response.write('{"kind":"Status"}\n')));
    connection = await through(`http://127.0.0.1:${await proxyTo(api)}`, "https://api.example:6443");
    const { lines } = await connection.stream("/watch", new AbortController().signal);
    const watching = (async () => {
      for await (const line of lines) {
        expect(line).toBe('{"kind":"Status"}');
        sockets[0]?.resetAndDestroy();
      }
    })();
    await expect(watching).rejects.toThrow();
  });

  it("leads to a server without TLS, too", async () => {
    const api = await listening(createServer((_, response) => response.end("{}")));
    connection = await through(`http://127.0.0.1:${await proxyTo(api)}`, "http://api.example");
    expect(await connection.call("GET", "/version")).toMatchObject({ status: 200 });
    expect(asked).toEqual([{ path: "api.example:80", authorization: undefined }]);
  });

  it("a proxy that refuses, or is not there, is named, and its password is not", async () => {
    const refusing = await proxyTo(0, 407);
    connection = await through(`http://user:secret@127.0.0.1:${refusing}`, "https://api.example");
    await expect(connection.call("GET", "/version")).rejects.toThrow(
      `the proxy http://127.0.0.1:${refusing} (proxy-url of the kubeconfig) refuses the way to api.example:443: 407`,
    );
    const away = proxyTunnel("http://user:secret@127.0.0.1:1");
    const said = await away("api.example", 443).catch(String);
    expect(said).toMatch(/the proxy http:\/\/127\.0\.0\.1:1 .* cannot be reached: connect ECONNREFUSED/);
    expect(said).not.toContain("secret");
  });

  it.each([
    { url: "socks5://user:secret@127.0.0.1:1080", shown: "socks5://127.0.0.1:1080" },
    { url: "not a url", shown: '"not a url"' },
  ])("of another kind is refused with field, value and remedy: $url", async ({ url, shown }) => {
    const what = "the kubeconfig's cluster is reached by a proxy that is not spoken to here";
    await expect(through(url, "https://api.example")).rejects.toThrow(
      `proxy-url: ${what} (got ${shown}); give an http`,
    );
  });
});
