import { FLOOR_ANNOTATION, POOL_LABEL } from "../../src/api/metadata.ts";
import type { ControlPlane } from "../cluster/controlPlane.ts";
import { InVain, waitFor } from "../cluster/waitFor.ts";
import type { Sample } from "./timeline.ts";

export interface Watching {
  readonly timeline: readonly Sample[];
  /** Waits for a sample of this kind; its error tells the timeline. */
  until(what: string, reached: (last: Sample) => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Looks at one target of the real cluster twice a second, until it is stopped. */
export function watchThread(plane: ControlPlane, namespace: string, start: Date): Watching {
  const timeline: Sample[] = [];
  let stopped = false;
  let blind: unknown;
  const done = (async () => {
    while (!stopped) {
      timeline.push(await look(plane, namespace, start));
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })().catch((cause: unknown) => (blind = cause));
  return {
    timeline,
    until: async (what, reached) => {
      const seen = () => {
        if (blind !== undefined) throw new InVain("the cluster could not be watched any more", { cause: blind });
        const last = timeline.at(-1);
        return last !== undefined && reached(last);
      };
      await waitFor(what, seen, 60_000).catch((cause: unknown) => {
        throw new Error(`${what} was not seen:\n${tellTimeline(timeline)}`, { cause });
      });
    },
    stop: async () => {
      stopped = true;
      await done;
      if (blind !== undefined) throw new Error("the cluster could not be watched to the end", { cause: blind });
    },
  };
}

async function look(plane: ControlPlane, namespace: string, start: Date): Promise<Sample> {
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

/** The timeline as a reader follows it: one line a change of the floor, the pods or the room. */
export function tellTimeline(timeline: readonly Sample[]): string {
  const told = ({ floor, replicas, ready, reserved, annotated }: Sample) =>
    `floor ${floor}${annotated ? " (ours)" : ""}, ${ready} of ${replicas} ready, ${reserved} reserved`;
  return timeline
    .filter((sample, index) => index === 0 || told(sample) !== told(timeline[index - 1] ?? sample))
    .map((sample) => `T${sample.at >= 0 ? "+" : ""}${sample.at} s: ${told(sample)}`)
    .join("\n");
}
