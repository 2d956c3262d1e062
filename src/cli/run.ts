import { Command } from "commander";
import { pinoLog } from "../adapters/system/pinoLog.ts";
import { parseAddress } from "../adapters/telemetry/telemetryServer.ts";
import { run } from "../app/run.ts";
import type { Which } from "../controllers/startControllers.ts";
import { environmentOption } from "./environmentOption.ts";
import { wrongUsage } from "./fail.ts";
import { kubeAccessOf, kubeOptions, type KubeFlags } from "./kubeFlags.ts";
import { type PrometheusFlags, prometheusOf, prometheusOptions } from "./prometheusFlags.ts";

interface RunFlags extends KubeFlags, PrometheusFlags {
  readonly controllers: Which;
  readonly namespaces?: string;
  readonly leaderElect?: boolean;
  readonly leaseName: string;
  readonly leaseNamespace: string;
  readonly metricsAddr: string;
  readonly placeholderImage: string;
  readonly logLevel: "debug" | "info" | "warn" | "error";
}

export function runCommand(): Command {
  const command = new Command("run")
    .description("run the controller until it is told to stop")
    .addOption(
      environmentOption("--controllers <which>", "enforce what is written, plan it, or both")
        .choices(["enforce", "plan", "all"])
        .default("all"),
    );
  prometheusOptions(command, "where traffic history is read; without it only declared campaigns act")
    .addOption(environmentOption("--namespaces <names>", "only these namespaces, separated by commas"))
    .addOption(environmentOption("--leader-elect", "share the work with replicas: one leads, by a Lease"))
    .addOption(environmentOption("--lease-name <name>", "name of the Lease").default("headstart"))
    .addOption(environmentOption("--lease-namespace <namespace>", "where the Lease lives").default("headstart-system"))
    .addOption(
      environmentOption("--metrics-addr <address>", "where /metrics, /healthz and /readyz are served").default(":8080"),
    )
    .addOption(
      environmentOption("--placeholder-image <image>", "image of pods that only hold room").default(
        "registry.k8s.io/pause:3.10",
      ),
    )
    .addOption(
      environmentOption("--log-level <level>", "least severe line that is logged")
        .choices(["debug", "info", "warn", "error"])
        .default("info"),
    );
  kubeOptions(command);
  return command.action(async (flags: RunFlags) => {
    process.exitCode = await run({
      kube: kubeAccessOf(flags, flags.controllers),
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
