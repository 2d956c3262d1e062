import { Command, Option } from "commander";
import { toYaml } from "../adapters/files/yamlDocuments.ts";
import { systemClock } from "../adapters/system/systemClock.ts";
import type { CampaignInput } from "../api/campaign.ts";
import { API_VERSION, GROUP, type ObjectKey } from "../api/metadata.ts";
import { parseObject } from "../api/parse.ts";
import { campaignOccurrences, nextOccurrences } from "../calendar/campaignOccurrences.ts";
import type { RawObject } from "../ports/cluster.ts";
import { formatInstant, type Instant, instant } from "../units/instant.ts";
import type { Window } from "../units/window.ts";
import { checkManifests } from "./checkManifests.ts";
import { wrongUsage } from "./fail.ts";
import { fileCampaign } from "./fileCampaign.ts";
import { keyOf, kubeOptions, type NamespaceFlags, namespaceOption } from "./kubeFlags.ts";
import { onOwnClock } from "./onOwnClock.ts";
import { overlapNotes } from "./overlapNotes.ts";
import { withoutManagedFields } from "./withoutManagedFields.ts";

/** What a campaign is made of, as typed. */
export interface FileFlags {
  readonly zone: string;
  readonly target: readonly string[];
  readonly start?: string;
  readonly end?: string;
  readonly schedule?: string;
  readonly duration?: string;
  readonly from?: string;
  readonly until?: string;
  readonly exclude?: readonly string[];
  readonly profile?: "Step" | "Ramp" | "FlashSale";
  readonly rampUp?: string;
  readonly halfLife?: string;
  readonly readyBefore?: string;
  readonly reserveBefore?: string;
  readonly combine?: "Max" | "Add";
  readonly team?: string;
  readonly contact?: string;
  readonly reason?: string;
}

interface AllFlags extends FileFlags, NamespaceFlags {
  readonly dryRun?: boolean;
  readonly output?: "yaml" | "json" | "name";
}

/** `headstart campaign file NAME …`: a Campaign from flags, checked as `validate` checks it, and created. */
export function campaignFileCommand(): Command {
  const command = new Command("file")
    .description("file a campaign: a peak that somebody knows about; checked before anything is written")
    .argument("<name>", "as NAME or NAMESPACE/NAME")
    .requiredOption("--zone <name>", "whose wall clock start, end and schedule are of, such as Asia/Shanghai")
    .requiredOption(
      "--target <name=peak...>",
      "an autoscaler and its peak: NAME=replicas:80, NAME=demand:900, NAME=BusiestHour:3.5 or NAME=SameTime:2",
    )
    .option("--start <time>", "such as 2026-11-11T00:00, on the clock of the zone")
    .option("--end <time>", "of one occurrence")
    .option("--schedule <cron>", 'instead, of one that comes again: five fields such as "0 20 * * FRI"')
    .option("--duration <length>", "of each occurrence, such as 3h")
    .option("--from <date>", "first day on which one may start, such as 2026-11-01")
    .option("--until <date>", "last such day")
    .option("--exclude <date...>", "days on which none starts")
    .addOption(new Option("--profile <shape>", "of the peak").choices(["Step", "Ramp", "FlashSale"]))
    .option("--ramp-up <length>", "with Ramp: from the start to the full peak")
    .option("--half-life <length>", "with FlashSale: the extra demand halves each time this passes")
    .option("--ready-before <length>", "everything promised is Ready this long before the start (default: 5m)")
    .option("--reserve-before <length>", "room is reserved this long before the start (default: 1h)")
    .addOption(new Option("--combine <how>", "with other campaigns on a target").choices(["Max", "Add"]))
    .option("--team <name>", "who owns it")
    .option("--contact <text>", "where the team is found")
    .option("--reason <text>", "why; shown to whoever asks")
    .option("--dry-run", "check it and write the manifest instead of filing it; no cluster is asked")
    .addOption(new Option("-o, --output <format>", "how it is written").choices(["yaml", "json", "name"]));
  kubeOptions(namespaceOption(command, "of the campaign"));
  return command.action(async (text: string, flags: AllFlags) => {
    const now = systemClock().now();
    const { campaign, first, notes } = campaignOf(keyOf(text, flags), flags, now);
    const filed = flags.dryRun === true ? { campaign, notes: [] } : await fileCampaign(campaign, flags);
    for (const note of [...notes, ...filed.notes]) process.stderr.write(`note: ${note}\n`);
    process.stdout.write(
      flags.dryRun === true ? asOutput(campaign, flags.output ?? "yaml") : said(filed.campaign, first, flags),
    );
  });
}

function said(filed: RawObject, first: Window, { output, zone }: AllFlags): string {
  if (output !== undefined) return asOutput(filed, output);
  const name = `${filed.metadata.namespace}/${filed.metadata.name}`;
  const when = `${formatInstant(first.start)} to ${formatInstant(first.end)}${onOwnClock(first, zone)}`;
  return `campaign ${name} is filed, first from ${when}; headstart campaign show ${name} says how it stands\n`;
}

function asOutput(campaign: RawObject, output: "yaml" | "json" | "name"): string {
  if (output === "name") return `campaign.headstart.dev/${campaign.metadata.name}\n`;
  const plain = withoutManagedFields(campaign);
  return output === "json" ? `${JSON.stringify(plain, null, 2)}\n` : toYaml([plain]);
}

export interface Composed {
  readonly campaign: RawObject;
  /** The first occurrence that is not over. */
  readonly first: Window;
  readonly notes: readonly string[];
}

/**
 * The campaign that the flags say, with nothing in it that they do not.
 * @throws Stop with the flag and the remedy, when `validate` would have something to say of it, or it is over
 */
export function campaignOf({ namespace, name }: ObjectKey, flags: FileFlags, now: Instant): Composed {
  const { team, contact, reason } = flags;
  if (team === undefined && contact !== undefined)
    throw wrongUsage("--contact needs --team", "say whose contact it is");
  const spec: CampaignInput = {
    ...(team === undefined ? {} : { owner: { team, ...(contact === undefined ? {} : { contact }) } }),
    timeZone: flags.zone,
    ...given(flags, ["start", "end", "schedule", "duration", "from", "until"]),
    ...(flags.exclude === undefined ? {} : { excludeDates: [...flags.exclude] }),
    targets: flags.target.map(targetOf),
    ...given(flags, ["profile", "rampUp", "halfLife", "readyBefore", "reserveBefore", "combine"]),
  };
  const annotations = reason === undefined ? {} : { annotations: { [`${GROUP}/reason`]: reason } };
  const campaign = {
    apiVersion: API_VERSION,
    kind: "Campaign" as const,
    metadata: { namespace, name, ...annotations },
    spec,
  };
  refuseWrong(campaign);
  const first = firstOf(campaign, now);
  const begun = first.start <= now ? ["it has begun already: not everything promised may be Ready at its start"] : [];
  return { campaign, first, notes: [...begun, ...overlapping(campaign)] };
}

function given<K extends keyof FileFlags>(flags: FileFlags, names: readonly K[]): Pick<FileFlags, K> {
  return Object.fromEntries(
    names.filter((name) => flags[name] !== undefined).map((name) => [name, flags[name]]),
  ) as Pick<FileFlags, K>;
}

/** `NAME=replicas:80`, `NAME=demand:900`, `NAME=BusiestHour:3.5`, `NAME=SameTime:2`. */
export function targetOf(text: string): CampaignInput["targets"][number] {
  const [, name, kind = "", amount = ""] = /^([^=]+)=([A-Za-z]+):(.+)$/.exec(text) ?? [];
  if (name === undefined) throw wrongPeak(text);
  switch (kind) {
    case "replicas":
      return { name, peak: { replicas: Number(amount) } };
    case "demand":
      return { name, peak: { demand: amount } };
    case "BusiestHour":
    case "SameTime":
      return { name, peak: { multiplier: amount, of: kind } };
    default:
      throw wrongPeak(text);
  }
}

function wrongPeak(text: string) {
  const ways = "NAME=replicas:80, NAME=demand:900, NAME=BusiestHour:3.5 or NAME=SameTime:2";
  return wrongUsage(`--target: "${text}" says no peak of an autoscaler`, `write ${ways}`);
}

/** The flag that filled a field, where it is not called like it. */
const FLAGS: Readonly<Record<string, string>> = {
  timeZone: "--zone",
  targets: "--target",
  excludeDates: "--exclude",
  owner: "--team",
};

function refuseWrong(campaign: RawObject): void {
  const [wrong] = checkManifests("", toYaml([campaign])).findings;
  if (wrong === undefined) return;
  const field = /^spec\.([A-Za-z]+)/.exec(wrong.field)?.[1];
  const flag =
    field === undefined ? "NAME" : (FLAGS[field] ?? `--${field.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`);
  const value = wrong.value === undefined ? "" : ` (got ${wrong.value})`;
  throw wrongUsage(`${flag}: ${wrong.message}${value}`, wrong.remedy.replace(/; until then .*$/, ""));
}

function overlapping(campaign: RawObject): readonly string[] {
  const parsed = parseObject(campaign);
  return parsed.ok ? overlapNotes(parsed.value).map(({ message }) => `--duration: ${message}`) : [];
}

function firstOf(campaign: RawObject, now: Instant): Window {
  const parsed = parseObject(campaign);
  if (parsed.ok && parsed.value.kind === "Campaign") {
    const { spec } = parsed.value;
    const [running] = campaignOccurrences(spec, { start: now, end: instant(now + 1) });
    const first = running ?? nextOccurrences(spec, now, 1)[0];
    if (first !== undefined) return first;
  }
  throw wrongUsage("it is over, or never starts", "give a later --end, or other dates");
}
