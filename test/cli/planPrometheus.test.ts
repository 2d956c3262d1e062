import { writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { planCommand } from "../../src/cli/plan.ts";
import type { PlanJson } from "../../src/plan/told/planJson.ts";
import { useTerminal } from "./terminal.ts";

const STORY = join(import.meta.dirname, "..", "..", "fixtures", "double-eleven", "objects.yaml");

const terminal = useTerminal();
let server: Server | undefined;
let headers: IncomingHttpHeaders;

afterEach(() => {
  vi.unstubAllEnvs();
  server?.close();
  server?.closeAllConnections();
});

/** A Prometheus in which the query has the same value at every step, up to the end of time; undefined: it is broken. */
async function prometheusWith(value: number | undefined): Promise<string> {
  server = createServer((request, response) => {
    headers = request.headers;
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const parameters = new URLSearchParams(text);
      const [start, end, step] = ["start", "end", "step"].map((name) => Number(parameters.get(name)));
      const count = Math.floor(((end ?? 0) - (start ?? 0)) / (step ?? 1)) + 1;
      const values = Array.from({ length: count }, (_, i) => [(start ?? 0) + i * (step ?? 1), String(value)]);
      const data = { resultType: "matrix", result: [{ metric: {}, values }] };
      response
        .writeHead(value === undefined ? 500 : 200, { "content-type": "application/json" })
        .end(JSON.stringify({ status: "success", data }));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function planned(url: string, ...more: readonly string[]): Promise<PlanJson> {
  return plannedWith("--prometheus-url", url, ...more);
}

async function plannedWith(...flags: readonly string[]): Promise<PlanJson> {
  const words = ["-f", STORY, "--at", "2026-11-10T09:00:00Z", "-o", "json", ...flags];
  await planCommand().parseAsync(words, { from: "user" });
  return JSON.parse(terminal.out) as PlanJson;
}

describe("headstart plan with a Prometheus", () => {
  it("asks it for the signals as of --at: 550 units at 27.5 a replica, 10 % headroom, are 22 replicas", async () => {
    const { targets } = await planned(await prometheusWith(550));
    expect(targets[0]?.because[0]).toMatchObject({ source: "Forecast", replicas: 22 });
    expect(terminal.err).not.toContain("unknown");
  });

  it("M7: with one that is broken what is declared is planned, and the answer says what is unknown", async () => {
    const { campaigns, targets } = await planned(await prometheusWith(undefined));
    expect(campaigns[0]?.targets[0]).toMatchObject({ promised: 120, orderAt: "2026-11-10T15:32:30Z" });
    expect(targets[0]?.floor).toBe(1);
    expect(terminal.err).toContain("vision/face-fusion: no forecast, so only declared peaks are planned");
    expect(terminal.err).toContain("vision/face-fusion: the demand at this moment is unknown");
  });

  it("shows it the token and the tenant it asks for", async () => {
    const token = join(terminal.folder, "token");
    writeFileSync(token, "s3cret\n");
    await planned(await prometheusWith(550), "--prometheus-token-file", token, "--prometheus-tenant", "vision");
    expect(headers).toMatchObject({ authorization: "Bearer s3cret", "x-scope-orgid": "vision" });
  });

  it("may be named by the environment; a recording that is given goes before it", async () => {
    vi.stubEnv("HEADSTART_PROMETHEUS_URL", await prometheusWith(550));
    expect((await plannedWith()).targets[0]?.because[0]).toMatchObject({ source: "Forecast", replicas: 22 });
    const recording = join(terminal.folder, "demand.csv");
    const lines = Array.from({ length: 24 * 14 }, (_, hour) => {
      const time = Date.parse("2026-11-10T09:00:00Z") - hour * 3_600_000;
      return `${new Date(time).toISOString()},275`;
    });
    writeFileSync(recording, ["time,value", ...lines.toReversed()].join("\n"));
    terminal.out = "";
    expect((await plannedWith("--history", recording)).targets[0]?.because[0]).toMatchObject({ replicas: 11 });
  });
});
