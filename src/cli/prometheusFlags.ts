import { readFileSync } from "node:fs";
import type { Command } from "commander";
import type { PrometheusAccess } from "../adapters/prometheus/prometheusConnection.ts";
import { environmentOption } from "./environmentOption.ts";
import { wrongUsage } from "./fail.ts";

/** How Prometheus is reached; the same for every command that asks it. */
export interface PrometheusFlags {
  readonly prometheusUrl?: string;
  readonly prometheusTenant?: string;
  readonly prometheusTokenFile?: string;
  readonly prometheusUsername?: string;
  readonly prometheusPasswordFile?: string;
  readonly prometheusCaFile?: string;
}

/** @param use what the command asks it for, for the help */
export function prometheusOptions(command: Command, use: string): Command {
  return command
    .addOption(environmentOption("--prometheus-url <url>", use))
    .addOption(environmentOption("--prometheus-tenant <id>", "sent as X-Scope-OrgID"))
    .addOption(environmentOption("--prometheus-token-file <path>", "bearer token, read again at each request"))
    .addOption(environmentOption("--prometheus-username <name>", "for basic authentication"))
    .addOption(environmentOption("--prometheus-password-file <path>", "for basic authentication, read as the token is"))
    .addOption(
      environmentOption(
        "--prometheus-ca-file <path>",
        "certificate authority of the server, PEM, read again at each connection",
      ),
    );
}

/**
 * @returns undefined where no URL is named
 * @throws Stop when the URL is none, or a file cannot be read
 */
export function prometheusOf(flags: PrometheusFlags): PrometheusAccess | undefined {
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
  const ca = renewed(flags.prometheusCaFile);
  return {
    url,
    ...(tenant === undefined ? {} : { tenant }),
    ...(token === undefined ? {} : { bearerToken: token }),
    ...(username === undefined || password === undefined ? {} : { basic: { username, password } }),
    ...(ca === undefined ? {} : { tls: { ca } }),
  };
}

/**
 * For a command that is given recordings: they go before a Prometheus that only the environment names.
 * @param recordings the flag that names them
 * @throws Stop when the command line names both
 */
export function onlyRecordings(recordings: string, command: Command): void {
  if (command.getOptionValueSource("prometheusUrl") !== "cli") return;
  throw wrongUsage(`${recordings} and --prometheus-url exclude each other`, "give one of them");
}

/** What stands in the file now; while it cannot be read or is empty, what stood there last. */
function renewed(path: string | undefined): (() => string) | undefined {
  if (path === undefined) return undefined;
  let last = read(path);
  return () => {
    try {
      const text = read(path);
      if (text !== "") last = text;
    } catch {
      // A Secret is replaced under our feet: for a moment there may be no file.
    }
    return last;
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    throw wrongUsage(`cannot read ${path}`, "give the path of a readable file");
  }
}
