import type { Pod } from "../../api/observed.ts";
import type { PredictiveAutoscalerSpec } from "../../api/predictiveAutoscaler.ts";
import { type ObservedStart, learnLeadTime } from "../../plan/leadTime/learnLeadTime.ts";
import type { LeadTimeKnowledge } from "../../plan/snapshot.ts";
import { HOUR, MINUTE, milliseconds } from "../../units/duration.ts";
import { type Instant, parseInstant } from "../../units/instant.ts";

/** Until anything was observed: large models take minutes to load, and an early floor costs less than a late one. */
const FALLBACK = milliseconds(10 * MINUTE);
/** Starts kept per target; the oldest go first. */
const MOST_STARTS = 500;
/** A pod that was Ready when first seen, later than this after its creation, more likely flapped than loaded. */
const PLAUSIBLE = milliseconds(2 * HOUR);

/**
 * What the pods of one target showed of order → Ready. Lost on a restart: the pods that stand tell most of it
 * again.
 */
export interface LeadTimeObserver {
  see(pods: readonly Pod[], now: Instant): void;
  knowledge(startup: PredictiveAutoscalerSpec["startup"]): LeadTimeKnowledge;
}

export function leadTimeObserver(): LeadTimeObserver {
  const starts = new Map<string, ObservedStart>();
  return {
    see(pods, now) {
      for (const pod of pods) {
        const { uid } = pod.metadata;
        if (uid === undefined) continue;
        const start = startOf(pod, starts.get(uid), now);
        if (start !== undefined) starts.set(uid, start);
      }
      for (const uid of [...starts.keys()].slice(0, Math.max(0, starts.size - MOST_STARTS))) starts.delete(uid);
    },
    knowledge({ leadTime, percentile }) {
      if (leadTime !== "Auto") return { kind: "fixed", duration: leadTime };
      return learnLeadTime([...starts.values()], { percentile, fallback: FALLBACK });
    },
  };
}

function startOf(pod: Pod, before: ObservedStart | undefined, now: Instant): ObservedStart | undefined {
  const createdAt = parseInstant(pod.metadata.creationTimestamp ?? "");
  if (createdAt === undefined) return undefined;
  // Only the first Ready counts: a pod that fell out of Ready and came back did not start again.
  const readyAt = before?.readyAt ?? parseInstant(pod.status.readySince ?? "");
  if (before === undefined && readyAt !== undefined && readyAt - createdAt > PLAUSIBLE) return undefined;
  const restarted = (before?.restarted ?? false) || (before?.readyAt === undefined && pod.status.restarts > 0);
  return { createdAt, readyAt, restarted, lastSeenAt: now };
}
