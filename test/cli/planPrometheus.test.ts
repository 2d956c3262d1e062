import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { planCommand } from "../../src/cli/plan.ts";
import type { PlanJson } from "../../src/plan/planJson.ts";
import { useTerminal } from "./terminal.ts";

const STORY = join(import.meta.dirname, "..", "..", "fixtures", "double-eleven", "objects.yaml");

const terminal = useTerminal();
let server: Server | undefined;

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

/** A Prometheus in which the query has the same value at every step, up to the end of time; undefined: it is broken. */
async function prometheusWith(value: number | undefined): Promise<string> {
  server = createServer((request, response) => {
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

async function planned(url: string): Promise<PlanJson> {
  const words = ["-f", STORY, "--at", "2026-11-10T09:00:00Z", "-o", "json", "--prometheus-url", url];
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
});
