import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Argument, Command } from "commander";
import { toYaml } from "../adapters/files/yamlDocuments.ts";
import { customResourceDefinitions } from "../api/crd.ts";

/** `src/cli` and `dist/cli` lie equally deep, and the package carries these folders beside them. */
const ROOT = join(import.meta.dirname, "..", "..");
const POLICIES = join(ROOT, "policies");
const DASHBOARD = join(ROOT, "charts", "headstart", "dashboards", "reserved-capacity.json");

const PRINTED = {
  crds: () => toYaml(customResourceDefinitions()),
  policies,
  dashboards: () => readFileSync(DASHBOARD, "utf8"),
} as const;

/** `headstart print crds | kubectl apply -f -` */
export function printCommand(): Command {
  return new Command("print")
    .description("write the bundled manifests: crds and policies as YAML for kubectl, dashboards as JSON for Grafana")
    .addArgument(new Argument("<what>", "which manifests").choices(Object.keys(PRINTED)))
    .action((what: keyof typeof PRINTED) => void process.stdout.write(PRINTED[what]()));
}

/** The presets as they are kept, with their comments. */
function policies(): string {
  return readdirSync(POLICIES)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map((name) => readFileSync(join(POLICIES, name), "utf8"))
    .join("---\n");
}
