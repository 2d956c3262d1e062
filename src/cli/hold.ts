import { Command } from "commander";
import { toYaml } from "../adapters/files/yamlDocuments.ts";
import { systemClock } from "../adapters/system/systemClock.ts";
import type { CampaignInput } from "../api/campaign.ts";
import { API_VERSION, GROUP, type ObjectKey } from "../api/metadata.ts";
import { parseObject } from "../api/parse.ts";
import type { RawObject } from "../ports/cluster.ts";
import { parseDuration, SECOND } from "../units/duration.ts";
import { formatInstant, type Instant, instant, parseInstant, plus } from "../units/instant.ts";
import { wrongUsage } from "./fail.ts";
import { fileCampaign } from "./fileCampaign.ts";
import { keyOf, kubeOptions, type NamespaceFlags, namespaceOption } from "./kubeFlags.ts";

interface HoldFlags extends NamespaceFlags {
  readonly replicas: string;
  readonly until: string;
  readonly reason: string;
  readonly dryRun?: boolean;
}

/** `headstart hold TARGET --replicas 40 --until 2h --reason …`: a campaign that starts now and ends by itself. */
export function holdCommand(): Command {
  const command = new Command("hold")
    .description("keep so many replicas until a moment, from now on; it ends by itself")
    .argument("<target>", "the PredictiveAutoscaler, as NAME or NAMESPACE/NAME")
    .requiredOption("--replicas <count>", "the least number of replicas")
    .requiredOption("--until <moment>", "an instant such as 2026-11-11T18:00:00Z, or how long, such as 2h")
    .requiredOption("--reason <text>", "why; shown to whoever asks")
    .option("--dry-run", "write the campaign as YAML instead of filing it");
  kubeOptions(namespaceOption(command, "of the target"));
  return command.action(async (text: string, flags: HoldFlags) => {
    const now = instant(Math.floor(systemClock().now() / SECOND) * SECOND);
    const target = keyOf(text, flags);
    const campaign = holdOf(target, flags, now);
    if (flags.dryRun === true) {
      process.stdout.write(toYaml([campaign]));
      return;
    }
    const { notes } = await fileCampaign(campaign, flags);
    const { namespace, name } = campaign.metadata;
    process.stdout.write(
      `campaign ${namespace}/${name} is filed; kubectl delete camp -n ${namespace} ${name} ends it\n`,
    );
    for (const note of notes) process.stderr.write(`note: ${note}\n`);
  });
}

/** The campaign that a hold is. */
export function holdOf(
  { namespace, name }: ObjectKey,
  { replicas, until, reason }: Pick<HoldFlags, "replicas" | "until" | "reason">,
  now: Instant,
): RawObject {
  const end = momentOf(until, now);
  if (end <= now) throw wrongUsage(`--until: ${until} is over`, "give a later moment, or how long, such as 2h");
  if (!/^[1-9][0-9]*$/.test(replicas)) {
    throw wrongUsage(`--replicas: "${replicas}" is no number of replicas`, "give a whole number of at least 1");
  }
  if (reason.trim() === "") throw wrongUsage("--reason is empty", "say in a few words why it is held");
  const spec: CampaignInput = {
    timeZone: "UTC",
    start: formatInstant(now),
    end: formatInstant(end),
    targets: [{ name, peak: { replicas: Number(replicas) } }],
    readyBefore: "0s",
    reserveBefore: "0s",
  };
  const stamp = formatInstant(now).replace(/[-:]/g, "").toLowerCase();
  const metadata = { namespace, name: `hold-${name}-${stamp}`, annotations: { [REASON]: reason.trim() } };
  const campaign = { apiVersion: API_VERSION, kind: "Campaign" as const, metadata, spec };
  const parsed = parseObject(campaign);
  const [wrong] = parsed.ok ? [] : parsed.failure;
  if (wrong !== undefined) {
    const flag = FLAGS.find(([field]) => wrong.field?.startsWith(field))?.[1] ?? "TARGET";
    throw wrongUsage(`${flag}: ${wrong.message}`, wrong.remedy.replace(/; until then .*$/, ""));
  }
  return campaign;
}

/** Whose word it is that stands in a field. */
const FLAGS = [
  ["spec.targets[0].peak", "--replicas"],
  ["spec.end", "--until"],
] as const;

const REASON = `${GROUP}/reason`;

function momentOf(text: string, now: Instant): Instant {
  const duration = parseDuration(text);
  const moment = duration === undefined ? parseInstant(text) : plus(now, duration);
  if (moment !== undefined) return moment;
  throw wrongUsage(`--until: "${text}" is no moment`, "write 2026-11-11T18:00:00Z, or how long, such as 2h");
}
