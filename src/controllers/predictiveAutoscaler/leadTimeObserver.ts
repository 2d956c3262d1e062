import type { Pod } from "../../api/observed.ts";
import type { PredictiveAutoscalerSpec } from "../../api/predictiveAutoscaler.ts";
import type { LeadTimeKnowledge } from "../../plan/snapshot.ts";
import { HOUR, MINUTE, milliseconds } from "../../units/duration.ts";
import { type Instant, parseInstant } from "../../units/instant.ts";

/** Until anything was observed: large models take minutes to load, and an early floor costs less than a late one. */
const FALLBACK = milliseconds(10 * MINUTE);
/** Pods created closer together than this were ordered as one batch. */
const BATCH_GAP = MINUTE;
/** Observations kept per target; the oldest go first. */
const MOST_PODS = 500;
const MOST_BATCHES = 100;
/** A pod that was Ready when first seen, later than this after its creation, more likely flapped than loaded. */
const PLAUSIBLE = milliseconds(2 * HOUR);

interface Sighting {
  readonly createdAt: Instant;
  /** Only the first Ready counts: a pod that fell out of Ready and came back did not start again. */
  readonly readyAt: Instant | undefined;
  readonly restarted: boolean;
  readonly lastSeenAt: Instant;
}

/** What the pods of one target showed of order → Ready. Lost on a restart: the pods that stand tell most of it again. */
export interface LeadTimeObserver {
  see(pods: readonly Pod[], now: Instant): void;
  knowledge(startup: PredictiveAutoscalerSpec["startup"]): LeadTimeKnowledge;
}

export function leadTimeObserver(): LeadTimeObserver {
  const sightings = new Map<string, Sighting>();
  return {
    see(pods, now) {
      for (const pod of pods) {
        const { uid } = pod.metadata;
        if (uid === undefined) continue;
        const sighting = sightingOf(pod, sightings.get(uid), now);
        if (sighting !== undefined) sightings.set(uid, sighting);
      }
      for (const uid of [...sightings.keys()].slice(0, Math.max(0, sightings.size - MOST_PODS))) sightings.delete(uid);
    },
    knowledge({ leadTime, percentile }) {
      if (leadTime !== "Auto") return { kind: "fixed", duration: leadTime };
      const seen = [...sightings.values()].toSorted((a, b) => a.createdAt - b.createdAt);
      return {
        kind: "learned",
        percentile,
        batches: batchesOf(seen).slice(-MOST_BATCHES),
        pods: seen.filter(({ restarted }) => !restarted).map(startOf),
        fallback: FALLBACK,
      };
    },
  };
}

function sightingOf(pod: Pod, before: Sighting | undefined, now: Instant): Sighting | undefined {
  const createdAt = parseInstant(pod.metadata.creationTimestamp ?? "");
  if (createdAt === undefined) return undefined;
  const readyAt = before?.readyAt ?? parseInstant(pod.status.readySince ?? "");
  if (before === undefined && readyAt !== undefined && readyAt - createdAt > PLAUSIBLE) return undefined;
  return {
    createdAt,
    readyAt,
    restarted: (before?.restarted ?? false) || (before?.readyAt === undefined && pod.status.restarts > 0),
    lastSeenAt: now,
  };
}

function startOf({ createdAt, readyAt, lastSeenAt }: Sighting) {
  const end = readyAt ?? lastSeenAt;
  return { duration: milliseconds(Math.max(0, end - createdAt)), censored: readyAt === undefined };
}

/** Batches in which every pod that did not restart became Ready; the others are still under way, or failed. */
function batchesOf(seen: readonly Sighting[]): { size: number; duration: ReturnType<typeof milliseconds> }[] {
  const groups: Sighting[][] = [];
  for (const sighting of seen) {
    const last = groups.at(-1);
    const joins = last !== undefined && sighting.createdAt - (last.at(-1)?.createdAt ?? 0) <= BATCH_GAP;
    if (joins) last.push(sighting);
    else groups.push([sighting]);
  }
  return groups.flatMap((group) => {
    const ready = group.flatMap(({ readyAt, restarted }) => (readyAt === undefined || restarted ? [] : [readyAt]));
    const first = group[0];
    if (first === undefined || ready.length < group.length) return [];
    return [{ size: group.length, duration: milliseconds(Math.max(0, Math.max(...ready) - first.createdAt)) }];
  });
}
