import type { PredictiveAutoscalerInput } from "../../../src/api/predictiveAutoscaler.ts";
import {
  formatDuration,
  HOUR,
  type Milliseconds,
  milliseconds,
  MINUTE,
  parseDuration,
  SECOND,
} from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { type Draw, drawFrom } from "./draw.ts";
import { randomActs } from "./randomActs.ts";
import { widened } from "./widened.ts";
import { PER_REPLICA, type World, type WorldNodes, type WorldTarget } from "./world.ts";

/** Clocks change in Europe, in America and, by half an hour, on Lord Howe; and a day on which none does. */
const DAYS = ["2026-03-28", "2026-10-24", "2026-11-01", "2026-03-08", "2026-04-04", "2026-06-10"];

/** Looks, retries of what failed before, and what the view is behind. */
const SLACK = 10 * MINUTE;

export function randomWorld(seed: number): World {
  const draw = drawFrom(seed);
  const start = instant(Date.parse(`${draw.pick(DAYS)}T00:00:00Z`) + draw.whole(0, 20) * HOUR);
  const quietFrom = instant(start + draw.whole(3, 5) * HOUR);
  const nodes = randomNodes(draw);
  const targets = Array.from({ length: draw.pick([1, 1, 1, 2, 3]) }, (_, i) => randomTarget(draw, i, nodes));
  const frame = { seed, start, quietFrom, targets, nodes };
  return widened({
    ...frame,
    ...{ quota: undefined, policy: undefined },
    restedBy: instant(quietFrom + returnTime(targets) + SLACK),
    ending: draw.pick(["Delete", "Off"]),
    processes: draw.chance(0.6) ? ["all"] : ["enforce", "plan"],
    lag: milliseconds(draw.pick([0, 0, 0, 100, 2_000, 10_000])),
    acts: randomActs(draw, frame).toSorted((a, b) => a.at - b.at),
  });
}

/** Until everything is given back once nobody asks: the autoscaler's steps, or the ones without it. */
export function returnTime(targets: readonly WorldTarget[]): number {
  const steps = targets.map(({ autoscaler: { scaleIn } }) => {
    const interval = parseDuration(scaleIn?.interval ?? "5m") ?? 0;
    return Math.ceil(100 / (scaleIn?.stepPercent ?? 34)) * interval;
  });
  return Math.max(...steps, 4 * 5 * MINUTE);
}

function randomNodes(draw: Draw): WorldNodes {
  const holds = draw.pick([4, 10, 40]);
  const readyAfter = milliseconds(draw.whole(30, 240) * SECOND);
  // Enough for all at once, some of it still to be bought; or too little for what campaigns may ask.
  const most = Math.ceil((draw.chance(0.8) ? 500 : draw.whole(20, 80)) / holds);
  return { holds, most, atStart: draw.chance(0.5) ? most : draw.whole(1, most), readyAfter };
}

function randomTarget(draw: Draw, index: number, nodes: WorldNodes): WorldTarget {
  const name = ["face-fusion", "safety-check", "upscale"][index] ?? `model-${index}`;
  const kind = draw.chance(0.15) ? "StatefulSet" : "Deployment";
  const min = draw.whole(1, 8);
  const max = min + draw.whole(10, 90);
  const hpa = draw.chance(0.85) ? { min, max, writtenBy: draw.pick(["Apply", "Update"] as const) } : undefined;
  const startup = milliseconds(draw.whole(10, 400) * SECOND);
  // As somebody would who has measured it: start of the pod, of its node, and of the whole batch.
  const lead = milliseconds(startup + nodes.readyAfter + 2 * MINUTE);
  const usual = min * PER_REPLICA;
  return {
    ...{ name, kind, hpa, startup, leadTime: lead, replicas: min },
    demand: {
      night: usual * draw.pick([0.2, 0.5, 0.8]),
      day: usual * draw.pick([0.4, 0.8, 1.5, 3]),
      noisePercent: draw.pick([0, 0, 5, 20]),
    },
    autoscaler: randomAutoscaler(draw, { name, kind, lead, withHpa: hpa !== undefined }),
  };
}

interface Named {
  readonly name: string;
  readonly kind: "Deployment" | "StatefulSet";
  readonly lead: Milliseconds;
  readonly withHpa: boolean;
}

function randomAutoscaler(draw: Draw, { name, kind, lead, withHpa }: Named): PredictiveAutoscalerInput {
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind, name },
    demand: { perReplica: String(PER_REPLICA), signals: [{ name: "all", query: name }] },
    // Short: a fit of four weeks takes a hundred times as long, and finds the same floors.
    forecast: {
      ...{ history: "48h", horizon: "6h", percentile: draw.pick([50, 75, 95]), headroomPercent: draw.pick([0, 10]) },
      timeZone: draw.pick(["UTC", "Europe/Berlin", "America/New_York"]),
    },
    startup: { leadTime: formatDuration(lead) },
    actuation: { kind: withHpa ? "HPA" : "Scale" },
    scaleIn: {
      stepPercent: draw.pick([10, 34, 50, 100]),
      interval: draw.pick(["1m", "5m"]),
      holdWhileAbovePercent: draw.pick([0, 80]),
      maxHold: draw.pick(["0s", "10m", "1h"]),
    },
    ...randomLimits(draw),
    ...(draw.chance(0.05) ? { mode: "Recommend" as const } : {}),
  };
}

function randomLimits(draw: Draw): Pick<PredictiveAutoscalerInput, "minReplicas" | "maxReplicas"> {
  const most = draw.chance(0.2) ? { maxReplicas: draw.whole(10, 40) } : {};
  // Above its maximum a minimum would be refused.
  const least = draw.chance(0.2) ? { minReplicas: Math.min(draw.whole(1, 12), most.maxReplicas ?? Infinity) } : {};
  return { ...most, ...least };
}
