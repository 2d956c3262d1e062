import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import type { PrometheusAccess } from "../adapters/prometheus/prometheusConnection.ts";
import { pinoLog } from "../adapters/system/pinoLog.ts";
import { parseAddress } from "../adapters/telemetry/telemetryServer.ts";
import { run } from "../app/run.ts";
import type { Which } from "../controllers/startControllers.ts";
import { wrongUsage } from "./fail.ts";
import { kubeAccessOf, kubeOptions, type KubeFlags } from "./kubeFlags.ts";

interface RunFlags extends KubeFlags {
  readonly controllers: Which;
  readonly prometheusUrl?: string;
  readonly prometheusTenant?: string;
  readonly prometheusTokenFile?: string;
  readonly prometheusUsername?: string;
  readonly prometheusPasswordFile?: string;
  readonly prometheusCaFile?: string;
  readonly namespaces?: string;
  readonly leaderElect?: boolean;
  readonly leaseName: string;
  readonly leaseNamespace: string;
  readonly metricsAddr: string;
  readonly placeholderImage: string;
  readonly logLevel: "debug" | "info" | "warn" | "error";
}

/** A flag that is also an environment variable, `HEADSTART_` and the flag in capitals. */
function option(flags: string, description: string): Option {
  const name = /--([a-z-]+)/.exec(flags)?.[1] ?? "";
  return new Option(flags, description).env(`HEADSTART_${name.toUpperCase().replaceAll("-", "_")}`);
}

export function runCommand(): Command {
  const command = new Command("run")
    .description("run the controller until it is told to stop")
    .addOption(
      option("--controllers <which>", "enforce what is written, plan it, or both")
        .choices(["enforce", "plan", "all"])
        .default("all"),
    )
    .addOption(
      option("--prometheus-url <url>", "where traffic history is read; without it only declared campaigns act"),
    )
    .addOption(option("--prometheus-tenant <id>", "sent as X-Scope-OrgID"))
    .addOption(option("--prometheus-token-file <path>", "bearer token, read at the start"))
    .addOption(option("--prometheus-username <name>", "for basic authentication"))
    .addOption(option("--prometheus-password-file <path>", "for basic authentication, read at the start"))
    .addOption(option("--prometheus-ca-file <path>", "certificate authority of the server, PEM"))
    .addOption(option("--namespaces <names>", "only these namespaces, separated by commas"))
    .addOption(option("--leader-elect", "share the work with replicas: one leads, by a Lease"))
    .addOption(option("--lease-name <name>", "name of the Lease").default("headstart"))
    .addOption(option("--lease-namespace <namespace>", "where the Lease lives").default("headstart-system"))
    .addOption(option("--metrics-addr <address>", "where /metrics, /healthz and /readyz are served").default(":8080"))
    .addOption(
      option("--placeholder-image <image>", "image of pods that only hold room").default("registry.k8s.io/pause:3.10"),
    )
    .addOption(
      option("--log-level <level>", "least severe line that is logged")
        .choices(["debug", "info", "warn", "error"])
        .default("info"),
    );
  kubeOptions(command);
  return command.action(async (flags: RunFlags) => {
    process.exitCode = await run({
      kube: kubeAccessOf(flags),
      prometheus: prometheusOf(flags),
      namespaces: namesOf(flags.namespaces),
      which: flags.controllers,
      lease: flags.leaderElect === true ? { namespace: flags.leaseNamespace, name: flags.leaseName } : undefined,
      metrics: addressOf(flags.metricsAddr),
      placeholderImage: flags.placeholderImage,
      log: pinoLog(flags.logLevel),
      stopping: stopSignal(),
    });
    // A pending retry must not keep a program alive that has said it stopped.
    process.exit();
  });
}

export function prometheusOf(flags: Partial<RunFlags>): PrometheusAccess | undefined {
  const { prometheusUrl: url, prometheusTenant: tenant, prometheusUsername: username } = flags;
  if (url === undefined || url === "") return undefined;
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw wrongUsage(
      `--prometheus-url is no http(s) URL: ${url}`,
      "give one such as http://prometheus.monitoring:9090",
    );
  }
  const password = renewed(flags.prometheusPasswordFile);
  const token = renewed(flags.prometheusTokenFile);
  const ca = read(flags.prometheusCaFile);
  return {
    url,
    ...(tenant === undefined ? {} : { tenant }),
    ...(token === undefined ? {} : { bearerToken: token }),
    ...(username === undefined || password === undefined ? {} : { basic: { username, password } }),
    ...(ca === undefined ? {} : { tls: { ca } }),
  };
}

/** What stands in the file now; while it cannot be read, what stood there last. */
function renewed(path: string | undefined): (() => string) | undefined {
  let last = read(path);
  if (path === undefined || last === undefined) return undefined;
  return () => {
    try {
      last = read(path) ?? last;
    } catch {
      // A Secret is replaced under our feet: for a moment there may be no file.
    }
    return last!;
  };
}

function read(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    throw wrongUsage(`cannot read ${path}`, "give the path of a readable file");
  }
}

export function namesOf(list: string | undefined): readonly string[] {
  const names = (list ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const wrong = names.find((name) => !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name));
  if (wrong !== undefined) throw wrongUsage(`${wrong} is no name of a namespace`, "separate names by commas");
  return names;
}

function addressOf(text: string) {
  const address = parseAddress(text);
  if (address === undefined) throw wrongUsage(`--metrics-addr is no address: ${text}`, "give one such as :8080");
  return address;
}

/** Aborted by the first SIGTERM or SIGINT; the second ends the program at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      controller.abort();
      process.once(signal, () => process.exit(1));
    });
  }
  return controller.signal;
}
