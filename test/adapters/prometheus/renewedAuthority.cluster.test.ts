import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { connectPrometheus } from "../../../src/adapters/prometheus/prometheusConnection.ts";
import { createAuthority } from "../../cluster/certificates.ts";
import { describeCluster } from "../../cluster/describeCluster.ts";

const ANSWER = JSON.stringify({ status: "success", data: { result: [] } });

/** The certificate of a server, and the authority that signed it: PEM texts. */
function signed(folder: string) {
  const authority = createAuthority(folder);
  const { certificate, key } = authority.issue("server", "/CN=prometheus", ["IP:127.0.0.1"]);
  const text = (path: string) => readFileSync(path, "utf8");
  return { ca: text(authority.certificate), cert: text(certificate), key: text(key) };
}

describeCluster("a Prometheus whose certificate authority is renewed", () => {
  it("is trusted as soon as the new one is known, and not before, without a restart", async () => {
    const folder = mkdtempSync(join(tmpdir(), "headstart-authority-"));
    const [old, renewed] = [signed(join(folder, "old")), signed(join(folder, "renewed"))];
    const server = createServer(old, (_request, response) => void response.end(ANSWER));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const known = { ca: old.ca };
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const connection = connectPrometheus({ url, tls: { ca: () => known.ca } });
    const asked = () => connection.get("/api/v1/query", { query: "up" });
    try {
      expect(await asked()).toMatchObject({ ok: true });
      server.setSecureContext(renewed);
      server.closeAllConnections();
      expect(await asked()).toMatchObject({ ok: false, failure: { code: "HttpError" } });
      known.ca = renewed.ca;
      expect(await asked()).toMatchObject({ ok: true });
      known.ca = "half a certificate";
      server.closeAllConnections();
      expect(await asked()).toMatchObject({ ok: false });
      known.ca = renewed.ca;
      expect(await asked()).toMatchObject({ ok: true });
    } finally {
      await connection.close();
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true });
    }
  });
});
