import type { CampaignStatus } from "../../api/campaign.ts";
import type { ObjectKey } from "../../api/metadata.ts";
import type { PredictiveAutoscalerSpec } from "../../api/predictiveAutoscaler.ts";
import { type Brought, broughtBy } from "../../plan/campaigns/brought.ts";
import type { InputState } from "../../plan/snapshot.ts";
import type { History } from "../../ports/history.ts";
import { MINUTE, milliseconds, WEEK } from "../../units/duration.ts";
import type { Failure } from "../../units/failure.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { failed, type Result, success } from "../../units/result.ts";
import type { Window } from "../../units/window.ts";
import { readOwn } from "../ownObjects.ts";
import { demandOf, readSignals } from "../predictiveAutoscaler/demandHistory.ts";
import { type Observing, textOfKey } from "../runtime/controller.ts";
import { windowOf } from "./account.ts";
import { answered, isOpen, type Outcome, type TargetOutcome } from "./outcome.ts";

/** While the history does not answer: soon enough for who waits for it, seldom enough for a Prometheus that is down. */
export const ASK_EVERY = milliseconds(5 * MINUTE);
/** An answer may take as long to fail: no moment that matters may pass meanwhile. */
const QUIET = MINUTE;

export interface Asking {
  readonly campaign: ObjectKey;
  readonly now: Instant;
  /** When the next thing happens to the campaign. */
  readonly next: Instant | undefined;
}

export interface HistoryAsker {
  /** The status with what the history says of its outcome; as it is where nothing is left open, or it is not time. */
  complete(status: CampaignStatus, asking: Asking): Promise<CampaignStatus>;
  forget(campaign: ObjectKey): void;
}

/** Fills in what came, when the history answers: at the end, or later. */
export function historyAsker({ cluster, history }: Pick<Observing, "cluster" | "history">): HistoryAsker {
  const askedAt = new Map<string, Instant>();

  async function answerFor(namespace: string, target: TargetOutcome, { occurrence }: Outcome) {
    const raw = cluster.get("PredictiveAutoscaler", { namespace, name: target.name });
    const read = raw === undefined ? undefined : readOwn("PredictiveAutoscaler", raw);
    const kept = windowOf({ start: target.from, end: target.until });
    const within = windowOf(occurrence);
    if (read?.ok !== true || kept === undefined || within === undefined) return failed(NO_AUTOSCALER);
    return askHistory(history, read.value.spec.demand, { occurrence: within, kept });
  }

  return {
    async complete(status, { campaign, now, next }) {
      const { outcome } = status;
      if (outcome === undefined || !isOpen(outcome, now)) return status;
      const text = textOfKey(campaign);
      const last = askedAt.get(text);
      if (last !== undefined && now - last < ASK_EVERY && now >= last) return status;
      if (next !== undefined && next - now < QUIET) return status;
      askedAt.set(text, now);
      const open = outcome.targets.filter(({ observedPeak }) => observedPeak === undefined);
      const answers = await Promise.all(
        open.map(async (target) => [target.name, await answerFor(campaign.namespace, target, outcome)] as const),
      );
      return { ...status, outcome: answered(outcome, new Map(answers), now) };
    },
    forget: (campaign) => void askedAt.delete(textOfKey(campaign)),
  };
}

const BELIEVED: readonly InputState[] = ["Live", "LiveZero", "Stale"];

/** By the minute; more than a week in coarser steps, so that one answer holds it. */
async function askHistory(
  history: History,
  demand: PredictiveAutoscalerSpec["demand"],
  { occurrence, kept }: { readonly occurrence: Window; readonly kept: Window },
): Promise<Result<Brought, Failure>> {
  const [start, end] = [Math.min(occurrence.start, kept.start), Math.max(occurrence.end, kept.end)];
  const step = milliseconds(MINUTE * Math.max(1, Math.ceil((end - start) / WEEK)));
  const range = { start: instant(Math.floor(start / step) * step), end: instant(Math.ceil(end / step) * step) };
  const readings = await readSignals(history, demand, { range, step, staleAfter: milliseconds(end - start + step) });
  // What is written stays as written: good enough to learn from is not good enough here.
  const doubtful = readings.find(({ state }) => !BELIEVED.includes(state));
  if (doubtful !== undefined && "failure" in doubtful) return failed(doubtful.failure);
  const read = demandOf(readings, demand, { range, step });
  if (!read.ok) return read;
  const brought = broughtBy(read.value, { occurrence, kept, perReplica: demand.perReplica });
  return brought === undefined ? failed(GAPS) : success(brought);
}

const GAPS: Failure = {
  code: "Gaps",
  message: "more than a tenth of the samples is missing",
  remedy: "see whether Prometheus was down meanwhile; until then it is not said what the campaign brought",
};

const NO_AUTOSCALER: Failure = {
  code: "NoAutoscaler",
  message: "there is no valid PredictiveAutoscaler of that name any more",
  remedy: "create it anew: its signals say what is asked for; until then it is not said what the campaign brought",
};
