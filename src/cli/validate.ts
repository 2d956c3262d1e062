import { Command, Option } from "commander";
import { describeFailure } from "../units/failure.ts";
import { type CheckedFile, checkManifests, placed } from "./checkManifests.ts";
import { EXIT, wrongUsage } from "./fail.ts";
import { objectFiles } from "./objectFiles.ts";
import { saidTwice } from "./saidTwice.ts";

/** `headstart validate -f PATH…`: exit 0 when all is well, 3 with findings, 1 when a path cannot be read. */
export function validateCommand(): Command {
  return new Command("validate")
    .description(
      "check files of our kinds without a cluster: schema, contradictions, time zones, schedules, unknown fields",
    )
    .argument("[path...]", "files, folders, or - for the standard input")
    .option("-f, --filename <path...>", "the same, as kubectl has it", [])
    .addOption(
      new Option("-o, --output <format>", "how findings are written").choices(["table", "json"]).default("table"),
    )
    .action((paths: readonly string[], { filename, output }: { filename: readonly string[]; output: string }) => {
      const all = [...paths, ...filename];
      if (all.length === 0)
        throw wrongUsage("there is nothing to check", "give files or folders, or - for standard input");
      const files = objectFiles(all);
      const checked = files.map(({ path, text }) => checkManifests(path, text));
      process.stdout.write(output === "json" ? asJson(checked) : asLines(checked));
      for (const note of checked.flatMap(({ notes }) => notes)) process.stderr.write(`note: ${note}\n`);
      // No finding: overlays of one object lie beside each other, and are never applied together.
      const twice = saidTwice(files, "default");
      if (twice !== undefined) process.stderr.write(`note: ${describeFailure(twice)}\n`);
      const found = checked.some(({ objects, findings }) => objects + findings.length > 0);
      if (!found) process.stderr.write(`note: no object of our kinds in ${all.join(", ")}\n`);
      process.exitCode = checked.some(({ findings }) => findings.length > 0) ? EXIT.findings : EXIT.fine;
    });
}

function asJson(checked: readonly CheckedFile[]): string {
  const findings = checked.flatMap((file) => file.findings);
  return `${JSON.stringify({ objects: sum(checked, "objects"), others: sum(checked, "others"), findings }, null, 2)}\n`;
}

function asLines(checked: readonly CheckedFile[]): string {
  const findings = checked.flatMap((file) => file.findings);
  const objects = sum(checked, "objects");
  const others = sum(checked, "others");
  const left = others === 0 ? "" : `, ${count(others, "other document")} left out`;
  const summary = `${count(objects, "object")} checked, ${count(findings.length, "finding")}${left}`;
  return `${[...findings.map((finding) => describeFailure(placed(finding))), summary].join("\n")}\n`;
}

function sum(checked: readonly CheckedFile[], what: "objects" | "others"): number {
  return checked.reduce((total, file) => total + file[what], 0);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
