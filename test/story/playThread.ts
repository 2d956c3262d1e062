import { parseQuantity } from "../../src/units/quantity.ts";
import { milliseconds, SECOND } from "../../src/units/duration.ts";
import { type Instant, instant } from "../../src/units/instant.ts";
import { stage } from "../twin/stage.ts";
import { campaignObjects, learnedObjects, namespaceObject } from "./threadObjects.ts";
import { THREAD, type Sample } from "./timeline.ts";

/** What may be left out of the story, or be other than it tells; see the README of fixtures/thread. */
export interface ThreadChanges {
  /** From binding to Ready. */
  readonly startup?: string;
  readonly leadTime?: string;
  /** The controllers are killed during the ramp, and nobody starts them again. */
  readonly onlyOneStart?: boolean;
  /** The autoscaler is suspended while the campaign runs. */
  readonly suspended?: boolean;
}

export interface ThreadPlay {
  /** Twice a second, as the real control plane is looked at. */
  readonly timeline: readonly Sample[];
  /** Of `search`, while live demand is still 50: seconds relative to its peak, and the floor that stood. */
  readonly learned: { readonly at: number; readonly floor: number };
  readonly bugs: readonly string[];
}

const KEY = { namespace: "vision", name: "face-fusion" };
const SEARCH = { namespace: "vision", name: "search" };
const T0 = instant(Date.parse("2026-11-11T16:00:00Z"));
const FROM = -150;
const UNTIL = 130;
const PEAK = T0;

/** The thread on the twin, with the periods of the real control plane's harness. */
export async function playThread(changes: ThreadChanges = {}): Promise<ThreadPlay> {
  const { startup = "20s", leadTime = "30s", onlyOneStart = false, suspended = false } = changes;
  const played = stage({
    start: moment(FROM - 60),
    demand: demandOf,
    settings: {
      hpaSync: SECOND,
      downscaleStabilisation: milliseconds(5 * SECOND),
      nodes: nodesOf({ cpu: "12", memory: "64Gi", pods: "110" }),
    },
    nodes: 10,
  });
  const times = { namespace: "vision", start: new Date(T0), startup, leadTime, metric: "fusion_demand" };
  const posted = [namespaceObject("vision"), ...campaignObjects(times), ...learnedObjects("vision", "search_demand")];
  played.apply(...posted.map(({ object }) => object));
  await played.until(moment(FROM));
  played.begin();

  const timeline: Sample[] = [];
  let learned = { at: Infinity, floor: 0 };
  for (let half = 2 * FROM; half <= 2 * UNTIL; half++) {
    const at = half / 2;
    await played.until(moment(at));
    timeline.push(look(at));
    const floor = played.floor(SEARCH) ?? 0;
    if (learned.floor === 0 && floor > 2 && at < (PEAK - T0) / SECOND) learned = { at, floor };
    await interfere(at);
  }
  await played.kill();
  return { timeline, learned, bugs: played.bugs };

  function look(at: number): Sample {
    const workload = played.deployment(KEY);
    return {
      at,
      floor: played.floor(KEY) ?? 1,
      annotated: played.record(KEY) !== undefined,
      replicas: workload?.status.replicas ?? 0,
      ready: workload?.status.readyReplicas ?? 0,
      reserved: played.placeholders().filter(({ spec }) => spec.nodeName !== undefined).length,
    };
  }

  /** Prometheus goes before the campaign; the controllers die while pods are starting. */
  async function interfere(at: number): Promise<void> {
    if (at === THREAD.orderAt - 20) played.prometheus.isUp = false;
    if (at === THREAD.orderAt + 6) await played.kill();
    if (at === THREAD.orderAt + 9 && !onlyOneStart) played.begin();
    if (at === 10 && suspended) suspend();
  }

  function suspend(): void {
    const object = played.own("PredictiveAutoscaler", KEY);
    if (object !== undefined) played.apply({ ...object, spec: { ...(object.spec as object), suspend: true } });
  }
}

function moment(seconds: number): Instant {
  return instant(T0 + seconds * 1000);
}

function demandOf(metric: string, at: Instant): number | undefined {
  if (metric === "search_demand") return searchDemand(at);
  return metric === "fusion_demand" ? 60 : undefined;
}

/** 50, and 500 for an hour at the same time of every day, the day of the story included. */
function searchDemand(at: Instant): number {
  const day = 86_400_000;
  const inPeak = (((at - PEAK) % day) + day) % day < day / 24;
  return (inPeak ? 500 : 50) * (1 + 0.02 * Math.sin((at / 1000) * 12.9898));
}

function nodesOf(allocatable: Readonly<Record<string, string>>) {
  const amounts = Object.entries(allocatable).map(([name, text]) => [name, parseQuantity(text) ?? 0] as const);
  const pool = { least: 10, most: 10, readyAfter: SECOND, leavesEmptyAfter: milliseconds(600 * SECOND) };
  return { ...pool, allocatable: Object.fromEntries(amounts) };
}
