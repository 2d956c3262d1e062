import { readFileSync } from "node:fs";
import type { Command } from "commander";
import type { PrometheusAccess } from "../adapters/prometheus/prometheusConnection.ts";
import { quote } from "../units/failure.ts";
import { environmentOption, variableOf } from "./environmentOption.ts";
import { EXIT, Stop, wrongUsage } from "./fail.ts";

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
 * @throws Stop when the URL is none, who asks is said by halves or twice, or a file cannot be read
 */
export function prometheusOf(flags: PrometheusFlags): PrometheusAccess | undefined {
  const { prometheusUrl: url, prometheusTenant: tenant } = flags;
  if (url === undefined || url === "") return undefined;
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw wrongUsage(
      `--prometheus-url is no http(s) URL: ${url}`,
      "give one such as http://prometheus.monitoring:9090",
    );
  }
  const ca = renewed(flags.prometheusCaFile);
  return {
    url,
    ...(tenant === undefined ? {} : { tenant }),
    ...credentialsOf(flags),
    ...(ca === undefined ? {} : { tls: { ca } }),
  };
}

/** One way to say who asks, and all of it: half of one would be no authentication, and nobody would say so. */
function credentialsOf(flags: PrometheusFlags): Pick<PrometheusAccess, "bearerToken" | "basic"> {
  const [username, passwordFile, tokenFile] = [
    given(flags.prometheusUsername),
    given(flags.prometheusPasswordFile),
    given(flags.prometheusTokenFile),
  ];
  if (tokenFile !== undefined && (username ?? passwordFile) !== undefined) {
    const field = username === undefined ? "password-file" : "username";
    throw unusable(field, username ?? passwordFile, "excludes --prometheus-token-file", "give one of them");
  }
  if (username !== undefined && passwordFile === undefined) {
    throw unusable("username", username, "names a user without a password", "give --prometheus-password-file as well");
  }
  if (passwordFile !== undefined && username === undefined) {
    throw unusable("password-file", passwordFile, "is nobody's password", "give --prometheus-username as well");
  }
  const [password, bearerToken] = [renewed(passwordFile), renewed(tokenFile)];
  return {
    ...(bearerToken === undefined ? {} : { bearerToken }),
    ...(username === undefined || password === undefined ? {} : { basic: { username, password } }),
  };
}

/** An empty text is as good as none: a variable of the environment may be set to it. */
function given(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

function unusable(name: string, value: string | undefined, message: string, remedy: string): Stop {
  const flag = `--prometheus-${name}`;
  const variable = variableOf(flag);
  return new Stop(
    {
      code: "WrongUsage",
      field: flag,
      value: quote(value),
      message,
      remedy: `${remedy}, or leave out ${flag} (also ${variable})`,
    },
    EXIT.usage,
  );
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
