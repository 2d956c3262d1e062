import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Argument, Command } from "commander";
import { toYaml } from "../adapters/files/yamlDocuments.ts";
import { customResourceDefinitions } from "../api/crd.ts";

/** `src/cli` and `dist/cli` lie equally deep, and the package carries `policies/` beside them. */
const POLICIES = join(import.meta.dirname, "..", "..", "policies");

/** `headstart print crds | kubectl apply -f -` */
export function printCommand(): Command {
  return new Command("print")
    .description("write the bundled manifests as YAML, for kubectl apply -f -")
    .addArgument(new Argument("<what>", "which manifests").choices(["crds", "policies"]))
    .action((what: "crds" | "policies") => {
      process.stdout.write(what === "crds" ? toYaml(customResourceDefinitions()) : policies());
    });
}

/** The presets as they are kept, with their comments. */
function policies(): string {
  return readdirSync(POLICIES)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map((name) => readFileSync(join(POLICIES, name), "utf8"))
    .join("---\n");
}
