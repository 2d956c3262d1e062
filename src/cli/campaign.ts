import Table from "cli-table3";
import { Command, Option } from "commander";
import { toYaml } from "../adapters/files/yamlDocuments.ts";
import type { CampaignInput, CampaignStatus } from "../api/campaign.ts";
import { GROUP } from "../api/metadata.ts";
import { brokeItsPromise, campaignReport } from "../app/report/campaignReport.ts";
import { outcomeWords, suggestionWords } from "../app/report/outcomeWords.ts";
import { readCampaignFacts } from "../app/report/readCampaignFacts.ts";
import type { RawObject } from "../ports/cluster.ts";
import { success } from "../units/result.ts";
import { atDesk } from "./atDesk.ts";
import { campaignFileCommand } from "./campaignFile.ts";
import { reportWritten, toSecond } from "./campaignReport.ts";
import { EXIT } from "./fail.ts";
import { keyOf, kubeOptions, type NamespaceFlags, namespaceOf, namespaceOption } from "./kubeFlags.ts";
import { writtenOnOwnClock } from "./onOwnClock.ts";
import { withoutManagedFields } from "./withoutManagedFields.ts";

type Output = "table" | "wide" | "json" | "yaml" | "name";

interface DeskFlags extends NamespaceFlags {
  readonly allNamespaces?: boolean;
  readonly output: Output;
}

/** `headstart campaign list | show NAME | report NAME | file NAME`: what owners ask and say. */
export function campaignCommand(): Command {
  const list = withFlags(new Command("list"))
    .description("all campaigns, their phases and what they promise")
    .option("-A, --all-namespaces", "of every namespace")
    .action(async (flags: DeskFlags) => {
      const namespace = flags.allNamespaces === true ? undefined : namespaceOf(flags);
      const campaigns = await atDesk(flags, (desk) => desk.list(namespace));
      if (campaigns.length === 0) {
        const where = namespace === undefined ? "any namespace" : `namespace ${namespace}; -A lists those of all`;
        process.stderr.write(`note: there is no campaign in ${where}\n`);
      }
      process.stdout.write(listed(campaigns, flags.output));
    });
  const show = withFlags(new Command("show"))
    .description("one campaign: phase, promise, what stands, and why")
    .argument("<name>", "as NAME or NAMESPACE/NAME")
    .action(async (text: string, flags: DeskFlags) => {
      const campaign = await atDesk(flags, (desk) => desk.show(keyOf(text, flags)));
      process.stdout.write(flags.output === "table" ? told(campaign) : listed([campaign], flags.output));
    });
  const report = withFlags(new Command("report"))
    .description("what a running or finished campaign promised and got; exit 3 when its promise was broken")
    .argument("<name>", "as NAME or NAMESPACE/NAME")
    .action(async (text: string, flags: DeskFlags) => {
      const facts = await atDesk(flags, async (desk, connection) => {
        const campaign = await desk.show(keyOf(text, flags));
        return campaign.ok ? success(await readCampaignFacts(connection, campaign.value)) : campaign;
      });
      const told = campaignReport(facts);
      process.stdout.write(reportWritten(told, flags.output));
      process.exitCode = brokeItsPromise(told) ? EXIT.findings : EXIT.fine;
    });
  const command = new Command("campaign").description("the owner's desk");
  for (const each of [list, show, report, campaignFileCommand()]) command.addCommand(each.exitOverride());
  return command;
}

function withFlags(command: Command): Command {
  return kubeOptions(namespaceOption(command, "of the campaigns")).addOption(
    new Option("-o, --output <format>", "how it is written")
      .choices(["table", "wide", "json", "yaml", "name"])
      .default("table"),
  );
}

/** Campaigns in the form asked for; a table unless it is for machines. */
export function listed(campaigns: readonly RawObject[], output: Output): string {
  switch (output) {
    case "json":
      return `${JSON.stringify({ items: campaigns.map(withoutManagedFields) }, null, 2)}\n`;
    case "yaml":
      return toYaml(campaigns.map(withoutManagedFields));
    case "name":
      return campaigns.map(({ metadata }) => `campaign.headstart.dev/${metadata.name}\n`).join("");
    case "table":
    case "wide":
      return tableOf(campaigns, output === "wide");
  }
}

function tableOf(campaigns: readonly RawObject[], wide: boolean): string {
  const more = wide ? ["next", "verdict"] : [];
  const head = ["namespace", "name", "phase", "start", "end", "promised", "ready", "short by", ...more];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { metadata, status: raw } of campaigns) {
    const status = (raw ?? {}) as CampaignStatus;
    const { occurrence, targets = [] } = status;
    const sum = (figure: "promised" | "ready" | "shortBy") =>
      targets.reduce((total, target) => total + target[figure], 0);
    table.push([
      ...[metadata.namespace, metadata.name, status.phase ?? "Pending"],
      ...[occurrence?.start ?? "", occurrence?.end ?? "", sum("promised"), sum("ready"), sum("shortBy")],
      ...(wide ? [status.next?.[0] ?? "", status.verdict?.message ?? ""] : []),
    ]);
  }
  return `${table.toString()}\n`;
}

function targetLine(target: NonNullable<CampaignStatus["targets"]>[number]): string {
  const { name, promised, ready, reserved, shortBy } = target;
  const suggestion = suggestionWords(target);
  const counts = `${promised} replicas promised, ${ready} ready, room for ${reserved}, short by ${shortBy}`;
  return `${name}: ${counts}${suggestion === undefined ? "" : `; ${suggestion}`}`;
}

function outcomeLines(outcome: NonNullable<CampaignStatus["outcome"]>): readonly string[] {
  const { occurrence, message } = outcome;
  const lines = outcomeWords(outcome).map((words) => `outcome of ${occurrence.start}: ${words}`);
  return message === undefined ? lines : [...lines, message];
}

/** One campaign in lines, from what its status says: the words are the controller's. */
export function told({ metadata, spec, status: raw }: RawObject): string {
  const {
    phase = "Pending",
    occurrence,
    targets = [],
    next = [],
    verdict,
    outcome,
    conditions = [],
  } = (raw ?? {}) as CampaignStatus;
  const zone = (spec as Partial<CampaignInput> | undefined)?.timeZone;
  const local = occurrence === undefined ? "" : writtenOnOwnClock(occurrence, zone);
  const when = occurrence === undefined ? "" : `: ${occurrence.start} to ${occurrence.end}${local}`;
  const reason = metadata.annotations?.[`${GROUP}/reason`];
  const lines = [
    `campaign ${metadata.namespace}/${metadata.name} is ${phase}${when}`,
    ...(reason === undefined ? [] : [`because: ${reason}`]),
    ...targets.map(targetLine),
    ...conditions.map(({ type, status, message }) => `${type} is ${status}: ${message}`),
    ...(verdict === undefined ? [] : [`verdict of ${toSecond(verdict.at)}: ${verdict.message}`]),
    ...(outcome === undefined ? [] : outcomeLines(outcome)),
    ...(next.length === 0 ? [] : [`then: ${next.join(", ")}`]),
  ];
  return `${lines.join("\n  ")}\n`;
}
