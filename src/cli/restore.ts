import { Command } from "commander";
import { pinoLog } from "../adapters/system/pinoLog.ts";
import { restore } from "../app/restore.ts";
import { EXIT, wrongUsage } from "./fail.ts";
import { kubeAccessOf, kubeOptions, type KubeFlags } from "./kubeFlags.ts";
import { scopeOf, type ScopeFlags } from "./scope.ts";

interface RestoreFlags extends KubeFlags, ScopeFlags {
  readonly dryRun?: boolean;
  readonly stop: readonly string[];
}

export function restoreCommand(): Command {
  const command = new Command("restore")
    .description("give every floor back as it was found and remove plans and placeholders, without a controller")
    .option("--all", "in every namespace")
    .option("--namespaces <names>", "only in these, separated by commas")
    .option(
      "--stop <namespace/deployment>",
      "scale this controller Deployment to zero first; may be repeated",
      collect,
      [],
    )
    .option("--dry-run", "say what would be done");
  kubeOptions(command);
  return command.action(async (flags: RestoreFlags) => {
    const namespaces = scopeOf("restore", flags);
    const { givenBack, deleted, failures } = await restore({
      kube: kubeAccessOf(flags, "restore"),
      namespaces,
      stop: flags.stop.map(deploymentOf),
      dryRun: flags.dryRun === true,
      log: pinoLog("warn"),
    });
    const stopped = flags.stop.length > 0 || flags.dryRun === true;
    if (givenBack.length + deleted.length + failures.length === 0) console.log("nothing of ours stands");
    else if (!stopped) console.error(STILL_RUNNING);
    const verb = flags.dryRun === true ? "would be" : "is";
    for (const text of givenBack) console.log(`${text} ${verb} given back`);
    for (const text of deleted) console.log(`${text} ${verb} removed`);
    for (const { object, failure } of failures) console.error(`${object}: ${failure.message}; ${failure.remedy}`);
    process.exitCode = failures.length === 0 ? EXIT.fine : EXIT.failed;
  });
}

const STILL_RUNNING =
  "note: a controller that still runs raises again; stop it with --stop NAMESPACE/DEPLOYMENT, once for each, " +
  "or let it give back by itself: headstart pause --all --release";

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function deploymentOf(text: string) {
  const [namespace, name, ...rest] = text.split("/");
  if (namespace === undefined || name === undefined || rest.length > 0) {
    throw wrongUsage(`--stop ${text} names no Deployment`, "give namespace/name");
  }
  return { namespace, name };
}
