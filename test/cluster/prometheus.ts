import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findBinaries } from "./binaries.ts";
import { freePorts } from "./freePort.ts";
import { cleanEnvironment, type Leashed, leash } from "./leash.ts";
import { waitFor } from "./waitFor.ts";

/** Past samples of one series; times in Unix seconds, ascending. */
export interface PastSeries {
  readonly metric: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly samples: Iterable<readonly [seconds: number, value: number]>;
}

export interface RealPrometheus {
  readonly url: string;
  /** Gauges that are scraped once a second from now on. */
  set(metric: string, value: number): void;
  unset(metric: string): void;
  /** Ends the server; its data stay for `restart`. */
  halt(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A real Prometheus that already holds `history`, and scrapes a small target of the test's own. */
export async function startPrometheus(history: readonly PastSeries[] = []): Promise<RealPrometheus> {
  const binaries = await findBinaries();
  const folder = mkdtempSync(join(tmpdir(), "headstart-prometheus-"));
  const live = new Map<string, number>();
  const target = createServer((_request, response) => {
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end([...live].map(([metric, value]) => `# TYPE ${metric} gauge\n${metric} ${value}\n`).join(""));
  });
  await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
  const { port: targetPort } = target.address() as AddressInfo;
  const scrape = {
    job_name: "live",
    scrape_interval: "1s",
    static_configs: [{ targets: [`127.0.0.1:${targetPort}`] }],
  };
  const config = join(folder, "prometheus.yml");
  writeFileSync(config, JSON.stringify({ scrape_configs: [scrape] }));
  const data = join(folder, "data");
  if (history.length > 0) await backfill(binaries.promtool, { folder, data, history });

  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const start = async (): Promise<Leashed> => {
    const server = leash({
      name: "prometheus",
      command: binaries.prometheus,
      args: [
        `--config.file=${config}`,
        `--storage.tsdb.path=${data}`,
        "--storage.tsdb.retention.time=10y",
        `--web.listen-address=127.0.0.1:${port}`,
        "--log.level=warn",
      ],
      logFile: join(folder, "prometheus.log"),
    });
    await waitFor("Prometheus is ready", async () => (await fetch(`${url}/-/ready`)).ok);
    return server;
  };
  let server = await start();
  return {
    url,
    set: (metric, value) => void live.set(metric, value),
    unset: (metric) => void live.delete(metric),
    halt: () => server.stop(),
    restart: async () => {
      await server.stop();
      server = await start();
    },
    stop: async () => {
      await server.stop();
      await new Promise<void>((resolve) => {
        target.close(() => resolve());
        target.closeAllConnections();
      });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Backfill {
  readonly folder: string;
  readonly data: string;
  readonly history: readonly PastSeries[];
}

async function backfill(promtool: string, { folder, data, history }: Backfill): Promise<void> {
  const file = join(folder, "history.om");
  writeFileSync(file, `${history.map(openMetrics).join("")}# EOF\n`);
  // Blocks of two hours would be written one by one; a month at once takes half a second.
  const options = ["--max-block-duration=720h", "--quiet"];
  await promisify(execFile)(promtool, ["tsdb", "create-blocks-from", "openmetrics", ...options, file, data], {
    env: cleanEnvironment(),
    timeout: 300_000,
    maxBuffer: 32 << 20,
  });
}

function openMetrics({ metric, labels = {}, samples }: PastSeries): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  const name = pairs.length === 0 ? metric : `${metric}{${pairs.join(",")}}`;
  const lines = [...samples].map(([seconds, value]) => `${name} ${value} ${seconds}\n`);
  return `# TYPE ${metric} gauge\n${lines.join("")}`;
}
