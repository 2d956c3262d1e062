import type { CampaignStatus } from "../../api/campaign.ts";
import { UNDER_WAY } from "../../plan/campaigns/campaignPhase.ts";
import { givenBackAt, type Kept, keptFromNow, keptUntil, type Stood } from "../../plan/campaigns/kept.ts";
import { DAY } from "../../units/duration.ts";
import { formatInstant, type Instant, parseInstant } from "../../units/instant.ts";
import type { Window } from "../../units/window.ts";
import type { TargetView } from "./targetView.ts";

/**
 * What is kept for the occurrence under way. It is the one thing about a campaign that cannot be computed afterwards:
 * floors are raised by live load, held by it, and cut by limits, and the plan forgets what is past. So it stands in the
 * status, as of the last change: whoever looks next counts on from there.
 */
export type Account = NonNullable<CampaignStatus["account"]>;
type Line = Account["targets"][number];

/** A target that cannot be planned keeps its floor; an account that waits for one is closed so long after the end. */
const CLOSED_AFTER = DAY;

export interface Settled {
  /** Of the occurrence under way; undefined while nothing is kept. */
  readonly account: Account | undefined;
  /** Of the one that has just been given back. */
  readonly finished: Account | undefined;
}

/**
 * The account as of now. An occurrence is followed until all targets have given back and it is over, and only then the
 * next one: occurrences that follow each other at once share what is kept between them.
 */
export function settled(before: Account | undefined, targets: readonly TargetView[], now: Instant): Settled {
  const running = before === undefined ? undefined : windowOf(before);
  const account = running === undefined ? undefined : followed(before?.targets ?? [], running, { targets, now });
  if (account !== undefined && !isClosed(account, now)) return { account, finished: undefined };
  const coming = comingInForce(targets, now);
  const opened = coming === undefined ? undefined : followed([], coming, { targets, now });
  return { account: opened, finished: account };
}

interface View {
  readonly targets: readonly TargetView[];
  readonly now: Instant;
}

function followed(lines: readonly Line[], running: Window, { targets, now }: View): Account {
  // Its end may have been moved meanwhile.
  const occurrence = targets.find((target) => isInForce(target, running.start))?.plan?.occurrence ?? running;
  return {
    start: formatInstant(occurrence.start),
    end: formatInstant(occurrence.end),
    targets: targets.flatMap((target) => {
      const line = lines.find(({ name }) => name === target.name);
      return lineOf(line, target, { occurrence, now });
    }),
  };
}

/** Its occurrence is over, and nothing is kept for it any more. */
function isClosed({ end, targets }: Account, now: Instant): boolean {
  return (parseInstant(end) ?? now) <= now && targets.every(({ until }) => until !== undefined);
}

/** undefined for what nobody of ours wrote. */
export function windowOf({ start, end }: { readonly start: string; readonly end: string }): Window | undefined {
  const [from, to] = [parseInstant(start), parseInstant(end)];
  return from === undefined || to === undefined || to <= from ? undefined : { start: from, end: to };
}

/** All that was kept until the line was closed, in replica-hours. */
export function hoursOf(line: Line): number {
  const kept = keptOf(line);
  return kept === undefined ? line.replicaHours : keptUntil(kept, parseInstant(line.until ?? "") ?? kept.since);
}

/** Not one that is over: what was kept for it is not known any more. */
function comingInForce(targets: readonly TargetView[], now: Instant): Window | undefined {
  return targets
    .map((target) => (isInForce(target) ? target.plan?.occurrence : undefined))
    .find((occurrence) => occurrence !== undefined && occurrence.end > now);
}

function isInForce({ plan }: TargetView, start = plan?.occurrence?.start): boolean {
  return plan !== undefined && UNDER_WAY.includes(plan.phase) && plan.occurrence?.start === start;
}

interface Look {
  readonly occurrence: Window;
  readonly now: Instant;
}

function lineOf(line: Line | undefined, target: TargetView, { occurrence, now }: Look): readonly Line[] {
  const waits = target.plan === undefined && target.exists && now < occurrence.end + CLOSED_AFTER;
  if (isInForce(target, occurrence.start)) return [counted(line, target, { occurrence, now })];
  if (line === undefined) return [];
  return [waits ? line : closed(line, target, now)];
}

function counted(line: Line | undefined, target: TargetView, { occurrence, now }: Look): Line {
  const isOrdered = target.plan?.phase !== "Reserving";
  const before = keptOf(line) ?? { replicas: 0, since: now, replicaHours: 0 };
  // Before the order a replica that stays up in the campaign's room is in the place of a placeholder.
  const replicas = isOrdered ? target.floor : target.reserved + target.keptInRoom;
  const kept = keptFromNow(before, replicas, now, stoodOf(line, target));
  const orderedAt = line?.orderedAt ?? (isOrdered ? formatInstant(now) : undefined);
  const peak = now < occurrence.end ? largestPeak(line, target) : line?.declaredPeak;
  return {
    ...written(target.name, kept),
    ...(peak === undefined ? {} : { declaredPeak: peak }),
    ...(orderedAt === undefined ? {} : { orderedAt }),
  };
}

function closed(line: Line, target: TargetView, now: Instant): Line {
  const kept = keptOf(line);
  if (line.until !== undefined || kept === undefined) return { ...line, until: line.until ?? formatInstant(now) };
  const stood = stoodOf(line, target);
  const until = givenBackAt(kept, now, stood);
  return { ...line, ...written(line.name, keptFromNow(kept, 0, until, stood)), until: formatInstant(until) };
}

/** Placeholders are in no plan's windows of floors: until the order they are counted as they were last seen. */
function stoodOf(line: Line | undefined, { stood }: TargetView): Stood | undefined {
  return line?.orderedAt === undefined ? undefined : stood;
}

/** A multiple of the baseline comes to another peak as the baseline becomes known: the largest is what was declared. */
function largestPeak(line: Line | undefined, { plan, perReplica }: TargetView): number | undefined {
  const { units, replicas } = plan?.declared ?? {};
  const peak = units ?? (replicas === undefined ? undefined : replicas * (perReplica ?? NaN));
  return peak === undefined || Number.isNaN(peak) ? line?.declaredPeak : Math.max(line?.declaredPeak ?? 0, peak);
}

/** undefined for what nobody of ours wrote: it counts from when it is next seen. */
function keptOf(line: Line | undefined): Kept | undefined {
  const since = parseInstant(line?.since ?? "");
  if (line === undefined || since === undefined || line.replicas < 0 || !(line.replicaHours >= 0)) return undefined;
  return { replicas: line.replicas, since, replicaHours: line.replicaHours };
}

/** To the ten-thousandth of an hour: a third of a second. */
function written(
  name: string,
  { replicas, since, replicaHours }: Kept,
): Pick<Line, "name" | "replicas" | "since" | "replicaHours"> {
  return { name, replicas, since: formatInstant(since), replicaHours: Math.round(replicaHours * 1e4) / 1e4 };
}
