import { Command, Option } from "commander";
import { toYaml, yamlDocuments } from "../adapters/files/yamlDocuments.ts";
import { readManifestFiles } from "../adapters/files/manifestFiles.ts";
import { systemClock } from "../adapters/system/systemClock.ts";
import type { Imported } from "../app/import/imported.ts";
import { isICalendar } from "../app/import/icalendar.ts";
import { type ImportFile, importFiles } from "../app/import/importFiles.ts";
import { isZone } from "../units/zone.ts";
import { targetOf } from "./campaignFile.ts";
import { EXIT, Stop, wrongUsage } from "./fail.ts";

interface ImportFlags {
  readonly filename: readonly string[];
  readonly zone?: string;
  readonly target: readonly string[];
  readonly namespace: string;
  readonly output: "yaml" | "json";
}

/** `headstart import -f FILE…`: exit 3 when something could not be carried over. */
export function importCommand(): Command {
  return new Command("import")
    .description("others' schedules as objects of ours, with a list of what could not be carried over; writes nothing")
    .requiredOption(
      "-f, --filename <path...>",
      "CronHorizontalPodAutoscaler, HorizontalPodCronscaler, ScaledObject (cron triggers), or iCalendar (.ics)",
    )
    .option("--zone <name>", "whose wall clock schedules and events follow that name none")
    .option("--target <name=peak...>", "what each event of a calendar means, as in campaign file", [])
    .option("-n, --namespace <name>", "of what names none", "default")
    .addOption(new Option("-o, --output <format>", "how it is written").choices(["yaml", "json"]).default("yaml"))
    .action(({ filename, zone, target, namespace, output }: ImportFlags) => {
      if (zone !== undefined && !isZone(zone)) {
        throw wrongUsage(`--zone: "${zone}" is no time zone`, "write an IANA name such as Europe/Berlin or UTC");
      }
      const wish = { namespace, zone, targets: target.map(targetOf), now: systemClock().now() };
      const imported = importFiles(filesAt(filename), wish);
      process.stdout.write(written(imported, output));
      if (output === "yaml") tellAside(imported);
      process.exitCode = imported.left.length > 0 ? EXIT.findings : EXIT.fine;
    });
}

function filesAt(paths: readonly string[]): readonly ImportFile[] {
  // A folder's calendars are not manifests; a calendar is named, as its events need a peak anyway.
  const read = readManifestFiles(paths);
  if (!read.ok) throw new Stop(read.failure);
  return read.value.map(({ path, text }) => {
    if (isICalendar(text)) return { path, text, documents: [] };
    const documents = yamlDocuments(text);
    const broken = documents.find(({ errors }) => errors.length > 0)?.errors[0];
    if (broken !== undefined) {
      const message = `${path}:${broken.line}: ${broken.message}`;
      throw new Stop({ code: "NotYaml", message, remedy: "correct the YAML; nothing was carried over" });
    }
    return { path, text, documents: documents.map(({ value }) => value) };
  });
}

function written(imported: Imported, output: ImportFlags["output"]): string {
  return output === "json" ? `${JSON.stringify(imported, null, 2)}\n` : toYaml(imported.objects);
}

/** Beside the manifests, so that those can be piped into kubectl. */
function tellAside({ objects, left, notes }: Imported): void {
  for (const note of notes) process.stderr.write(`note: ${note}\n`);
  for (const { what, why, remedy } of left) process.stderr.write(`left out: ${what}: ${why}; ${remedy}\n`);
  if (objects.length + left.length === 0) process.stderr.write("note: there is nothing to carry over in these files\n");
}
