import { Command, Option } from "commander";
import { toYaml } from "../adapters/files/yamlDocuments.ts";
import { pinoLog } from "../adapters/system/pinoLog.ts";
import { explain } from "../app/explain.ts";
import { explainPlan } from "../plan/told/explain.ts";
import { planJson } from "../plan/told/planJson.ts";
import { EXIT, Stop } from "./fail.ts";
import { keyOf, kubeAccessOf, kubeOptions, type NamespaceFlags, namespaceOption } from "./kubeFlags.ts";
import { type PrometheusFlags, prometheusOf, prometheusOptions } from "./prometheusFlags.ts";

interface ExplainFlags extends NamespaceFlags, PrometheusFlags {
  readonly output: "table" | "json" | "yaml";
}

/** `headstart explain TARGET`: exit 3 when something promised cannot be had. */
export function explainCommand(): Command {
  const command = new Command("explain")
    .description("one decision about a live target in full, as of now; nothing is written")
    .argument("<target>", "a PredictiveAutoscaler or its Deployment, as NAME or NAMESPACE/NAME")
    .addOption(
      new Option("-o, --output <format>", "how it is written").choices(["table", "json", "yaml"]).default("table"),
    );
  prometheusOptions(command, "where the signals are read; without it only declared peaks are explained");
  kubeOptions(namespaceOption(command, "of the target"));
  return command.action(async (text: string, flags: ExplainFlags) => {
    const explained = await explain({
      kube: kubeAccessOf(flags, "explain"),
      prometheus: prometheusOf(flags),
      target: keyOf(text, flags),
      log: pinoLog("error"),
    });
    if (!explained.ok) throw new Stop(explained.failure);
    const { target, plan, notes } = explained.value;
    const json = planJson(plan.at, [{ target, plan }]);
    if (flags.output === "json") process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
    else if (flags.output === "yaml") process.stdout.write(toYaml([json]));
    else
      process.stdout.write(`${[`${target.namespace}/${target.name}`, ...explainPlan(plan, Infinity)].join("\n  ")}\n`);
    for (const note of notes) process.stderr.write(`note: ${note}\n`);
    process.exitCode = plan.shortBy > 0 ? EXIT.findings : EXIT.fine;
  });
}
