import type { TwinWorld } from "../../../src/adapters/twin/twinWorld.ts";
import type { TargetFigures } from "../../../src/ports/telemetry.ts";
import { formatSeconds, milliseconds, MINUTE, SECOND } from "../../../src/units/duration.ts";
import { type Instant, parseInstant } from "../../../src/units/instant.ts";
import { NAMESPACE, type World } from "./world.ts";

/** What is taken for the lead time until anything was seen, and pods that never became Ready for twice as long. */
const UNSEEN = 2 * 10 * MINUTE;
/** Where too few were seen for a quantile. */
const BEYOND = 1.25;
/** Orders that follow each other so closely are one batch. */
const ONE_ORDER = 30 * SECOND;

export interface Starts {
  /** What a process of ours says of a target. */
  told(target: string, figures: TargetFigures): void;
}

interface Seen {
  /** From an order to the first Ready of a pod that did not restart before it. */
  longest: number;
  batchFrom: Instant | undefined;
  lastMade: Instant | undefined;
  longestBatch: number;
  most: number;
}

/**
 * §3.1: a lead time is learned of first Readys of pods that did not restart, so it is never longer than those took,
 * with what was not Ready yet bounded by twice that. A pod that comes back after hours did not take hours to start.
 */
export function startsSeen({ targets }: World, twin: TwinWorld, report: (what: string) => void): Starts {
  const seen = new Map<string, Seen>();
  const reported = new Set<string>();
  const learning = new Set(
    targets.filter(({ autoscaler }) => autoscaler.startup?.leadTime === undefined).map(({ name }) => name),
  );
  for (const name of learning) {
    seen.set(name, { longest: 0, batchFrom: undefined, lastMade: undefined, longestBatch: 0, most: 0 });
  }

  twin.cluster.subscribe("Pod", (_, before, after) => {
    const all = seen.get(after?.metadata.labels?.["app"] ?? "");
    const madeAt = parseInstant(after?.metadata.creationTimestamp ?? "");
    if (all === undefined || after === undefined || madeAt === undefined) return;
    if (before === undefined) made(all, madeAt);
    const readyAt = parseInstant(after.status.readySince ?? "");
    if (readyAt === undefined || after.status.restarts > 0) return;
    all.longest = Math.max(all.longest, readyAt - madeAt);
  });

  function made(all: Seen, at: Instant): void {
    if (all.lastMade === undefined || at - all.lastMade > ONE_ORDER) all.batchFrom = at;
    all.lastMade = at;
    all.longestBatch = Math.max(all.longestBatch, at - (all.batchFrom ?? at));
    const count = twin.cluster.list("Pod", NAMESPACE).length;
    all.most = Math.max(all.most, count);
  }

  return {
    told(target, { leadTimeSeconds }) {
      const all = seen.get(target);
      if (all === undefined || leadTimeSeconds === undefined || reported.has(target)) return;
      const creation = (100 + all.most) * (SECOND / 20);
      const most = BEYOND * (Math.max(2 * all.longest, UNSEEN) + all.longestBatch) + creation;
      if (leadTimeSeconds * SECOND <= most) return;
      reported.add(target);
      const [said, took] = [leadTimeSeconds * SECOND, all.longest].map((ms) => formatSeconds(milliseconds(ms)));
      report(`§3.1: ${target} is said to take ${said}, and no start that counts took longer than ${took}`);
    },
  };
}
