import { FLOOR_ANNOTATION, POOL_LABEL } from "../../src/api/metadata.ts";
import type { LooseObject } from "../cluster/apiClient.ts";
import type { ControlPlane } from "../cluster/controlPlane.ts";
import { InVain, waitFor } from "../cluster/waitFor.ts";
import type { Staging } from "./threadObjects.ts";
import type { PodLife, Sample } from "./timeline.ts";

export interface Watching {
  readonly timeline: readonly Sample[];
  /** The target's pods, in the order in which they were seen first. */
  pods(): readonly PodLife[];
  /**
   * Waits for a sample of this kind; its error tells the timeline.
   * @param deadline milliseconds
   */
  until(what: string, reached: (last: Sample) => boolean, deadline?: number): Promise<Sample>;
  stop(): Promise<void>;
}

/** Looks at the campaign's target on the real cluster twice a second, until it is stopped. */
export function watchThread(plane: ControlPlane, stage: Pick<Staging, "namespace" | "start">): Watching {
  const timeline: Sample[] = [];
  const lives = new Map<string, PodLife>();
  let stopped = false;
  let blind: unknown;
  const done = (async () => {
    while (!stopped) {
      timeline.push(await look(plane, stage));
      await lookAtPods(plane, stage, lives);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })().catch((cause: unknown) => (blind = cause));
  return {
    timeline,
    pods: () => [...lives.values()],
    until: async (what, reached, deadline = 60_000) => {
      const seen = () => {
        if (blind !== undefined) throw new InVain("the cluster could not be watched any more", { cause: blind });
        const last = timeline.at(-1);
        return last !== undefined && reached(last) ? last : undefined;
      };
      return waitFor(what, seen, deadline).catch((cause: unknown) => {
        throw new Error(`${what} was not seen in ${stage.namespace}:\n${tellTimeline(timeline)}`, { cause });
      });
    },
    stop: async () => {
      stopped = true;
      await done;
      if (blind !== undefined) throw new Error("the cluster could not be watched to the end", { cause: blind });
    },
  };
}

async function look(plane: ControlPlane, { namespace, start }: Pick<Staging, "namespace" | "start">): Promise<Sample> {
  const name = "face-fusion";
  const pool = encodeURIComponent(POOL_LABEL);
  const [hpa, deployment, placeholders] = await Promise.all([
    plane.get(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${name}`),
    plane.get(`/apis/apps/v1/namespaces/${namespace}/deployments/${name}`),
    plane.list(`/api/v1/namespaces/${namespace}/pods?labelSelector=${pool}`),
  ]);
  return {
    at: Math.round((Date.now() - start.getTime()) / 100) / 10,
    floor: (hpa?.spec.minReplicas as number | undefined) ?? 1,
    annotated: hpa?.metadata.annotations?.[FLOOR_ANNOTATION] !== undefined,
    replicas: (deployment?.status?.["replicas"] as number | undefined) ?? 0,
    ready: (deployment?.status?.["readyReplicas"] as number | undefined) ?? 0,
    reserved: placeholders.filter(({ spec }) => spec.nodeName !== undefined).length,
  };
}

async function lookAtPods(
  plane: ControlPlane,
  { namespace, start }: Pick<Staging, "namespace" | "start">,
  lives: Map<string, PodLife>,
): Promise<void> {
  const found = await plane.list(`/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Dface-fusion`);
  const after = (text: string | undefined) =>
    text === undefined ? undefined : (Date.parse(text) - start.getTime()) / 1000;
  const standing = new Set<string>();
  for (const pod of found) {
    const { name, creationTimestamp, deletionTimestamp } = pod.metadata;
    if (deletionTimestamp === undefined) standing.add(name);
    const createdAt = after(creationTimestamp) ?? 0;
    const readyAt = lives.get(name)?.readyAt ?? after(readySince(pod));
    const waitedFor = readyAt === undefined ? waitingOf(pod) : undefined;
    lives.set(name, { name, createdAt, readyAt, waitedFor, goneAt: lives.get(name)?.goneAt });
  }
  const goneAt = (Date.now() - start.getTime()) / 1000;
  for (const [name, life] of lives) {
    if (life.goneAt === undefined && !standing.has(name)) lives.set(name, { ...life, goneAt });
  }
}

function waitingOf({ spec, status }: LooseObject): string {
  const { nodeName = "no node", schedulingGates = [] } = spec;
  const said = (status?.conditions ?? []).map(({ type, status: is, reason = "", message = "" }) =>
    [type, is, reason, message].join(" ").trim(),
  );
  const { phase, nominatedNodeName: nominated = "none" } = status ?? {};
  const place = `${nodeName}, nominated ${String(nominated)}, gates ${JSON.stringify(schedulingGates)}`;
  return `${place}, phase ${String(phase)}; ${said.join("; ")}`;
}

/** Which pods never became Ready, and what each of them waited for; empty when all did. */
export function tellUnready(pods: readonly PodLife[]): string {
  return pods
    .filter(({ readyAt }) => readyAt === undefined)
    .map(({ name, createdAt, goneAt, waitedFor }) => `${name} (T${createdAt} to ${goneAt ?? "the end"}): ${waitedFor}`)
    .join("\n");
}

/** RFC 3339; undefined while it is not Ready. */
export function readySince({ status }: LooseObject): string | undefined {
  return status?.conditions?.find(({ type, status: state }) => type === "Ready" && state === "True")
    ?.lastTransitionTime;
}

/** The timeline as a reader follows it: one line a change of the floor, the pods or the room. */
export function tellTimeline(timeline: readonly Sample[]): string {
  const told = ({ floor, replicas, ready, reserved, annotated }: Sample) =>
    `floor ${floor}${annotated ? " (ours)" : ""}, ${ready} of ${replicas} ready, ${reserved} reserved`;
  return timeline
    .filter((sample, index) => index === 0 || told(sample) !== told(timeline[index - 1] ?? sample))
    .map((sample) => `T${sample.at >= 0 ? "+" : ""}${sample.at} s: ${told(sample)}`)
    .join("\n");
}
