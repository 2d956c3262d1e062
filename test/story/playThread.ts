import { parseQuantity } from "../../src/units/quantity.ts";
import { milliseconds, SECOND } from "../../src/units/duration.ts";
import { type Instant, instant, parseInstant } from "../../src/units/instant.ts";
import { stage } from "../twin/stage.ts";
import type { Playing } from "./agreement.ts";
import { THREAD } from "./forms.ts";
import { namespaceManifest } from "../cluster/manifests.ts";
import { campaignManifests, learnedManifests, type StoryForm } from "./threadObjects.ts";
import type { PodLife, Sample } from "./timeline.ts";

/** What may be left out of the story; see the README of fixtures/thread. */
export interface LeftOut {
  /** The controllers are killed during the ramp, and nobody starts them again. */
  readonly secondStart?: boolean;
  /** The autoscaler is suspended while the campaign runs. */
  readonly givingBack?: boolean;
}

export interface TwinPlaying extends Playing {
  /** Of `search`, while live demand is still 50: when its floor first was above the flat's 3, and that floor. */
  readonly learned: { readonly at: number; readonly floor: number } | undefined;
  readonly bugs: readonly string[];
}

const NAMESPACE = "vision";
const KEY = { namespace: NAMESPACE, name: "face-fusion" };
const SEARCH = { namespace: NAMESPACE, name: "search" };
const T0 = instant(Date.parse("2026-11-11T16:00:00Z"));
const FROM = -150;
const UNTIL = 130;
const NODES = 10;

/**
 * The thread on the twin, with the periods of the real control plane's harness: Prometheus goes before the campaign,
 * the controllers are killed while pods are starting, and start again. Looked at twice a second, as the real one is.
 */
export async function playThread(form: StoryForm = THREAD, leftOut: LeftOut = {}): Promise<TwinPlaying> {
  const { secondStart = false, givingBack = false } = leftOut;
  const { orderAt } = form.story;
  const played = stage({
    start: moment(FROM - 60),
    demand: demandOf,
    settings: {
      hpaSync: SECOND,
      downscaleStabilisation: milliseconds(5 * SECOND),
      nodes: nodesOf({ cpu: "12", memory: "64Gi", pods: "110", "nvidia.com/gpu": "4" }),
    },
    nodes: NODES,
  });
  const staging = { namespace: NAMESPACE, start: new Date(T0), metric: "fusion_demand" };
  const learnedToo = learnedManifests(NAMESPACE, SEARCH.name, "search_demand");
  const manifests = [namespaceManifest(NAMESPACE), ...campaignManifests(form, staging), ...learnedToo];
  played.apply(...manifests.map(({ object }) => object));
  await played.until(moment(FROM));
  played.begin();

  const timeline: Sample[] = [];
  const lives = new Map<string, PodLife>();
  let learned: TwinPlaying["learned"];
  for (let half = 2 * FROM; half <= 2 * UNTIL; half++) {
    const at = half / 2;
    await played.until(moment(at));
    timeline.push(look(at));
    lookAtPods(at);
    const floor = played.floor(SEARCH) ?? 0;
    if (learned === undefined && floor > 3) learned = { at, floor };
    await interfere(at);
  }
  await played.kill();
  return { name: "the twin", timeline, pods: [...lives.values()], learned, bugs: played.bugs };

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

  function lookAtPods(at: number): void {
    const present = new Set<string>();
    for (const { metadata, status } of played.pods(KEY.name)) {
      const { name, creationTimestamp = "" } = metadata;
      present.add(name);
      const createdAt = lives.get(name)?.createdAt ?? secondsOf(creationTimestamp) ?? at;
      lives.set(name, { name, createdAt, readyAt: secondsOf(status.readySince), goneAt: undefined });
    }
    for (const [name, life] of lives) {
      if (!present.has(name) && life.goneAt === undefined) lives.set(name, { ...life, goneAt: at });
    }
  }

  async function interfere(at: number): Promise<void> {
    if (at === orderAt - 20) played.prometheus.isUp = false;
    if (at === orderAt + 6) await played.kill();
    if (at === orderAt + 9 && !secondStart) played.begin();
    if (at === 10 && givingBack) suspend();
  }

  function suspend(): void {
    const object = played.own("PredictiveAutoscaler", KEY);
    if (object !== undefined) played.apply({ ...object, spec: { ...(object.spec as object), suspend: true } });
  }
}

function secondsOf(text: string | undefined): number | undefined {
  const at = parseInstant(text ?? "");
  return at === undefined ? undefined : (at - T0) / 1000;
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
  const inPeak = (((at - T0) % day) + day) % day < day / 24;
  return (inPeak ? 500 : 50) * (1 + 0.02 * Math.sin((at / 1000) * 12.9898));
}

function nodesOf(allocatable: Readonly<Record<string, string>>) {
  const amounts = Object.entries(allocatable).map(([name, text]) => [name, parseQuantity(text) ?? 0] as const);
  const pool = { least: NODES, most: NODES, readyAfter: SECOND, leavesEmptyAfter: milliseconds(600 * SECOND) };
  return { ...pool, allocatable: Object.fromEntries(amounts) };
}
