import type { ApiClient } from "../cluster/apiClient.ts";
import { type Manifest, ownManifest } from "../cluster/manifests.ts";
import { sampleDeployment, sampleHpa } from "../cluster/samples.ts";
import type { ThreadStory } from "./timeline.ts";

/** One form of the story: what a user files, and what that comes to by hand. Durations as Kubernetes writes them. */
export interface StoryForm {
  /** From binding to Ready of a pod. */
  readonly startup: string;
  /** Of each pod, by resource. */
  readonly requests: Readonly<Record<string, string>>;
  readonly leadTime: string;
  /** Demand units that the campaign declares. */
  readonly declared: string;
  readonly readyBefore: string;
  readonly reserveBefore: string;
  readonly scaleIn: { readonly stepPercent: number; readonly interval: string; readonly maxHold: string };
  readonly story: ThreadStory;
}

/** Where and when a form of the story takes place. */
export interface Staging {
  readonly namespace: string;
  /** T-0. */
  readonly start: Date;
  /** Metric in Prometheus and for the HPA. */
  readonly metric: string;
}

/** The deployment under its HPA, its autoscaler and the campaign, as a user would file them. */
export function campaignManifests(form: StoryForm, { namespace, start, metric }: Staging): readonly Manifest[] {
  const name = "face-fusion";
  const { startup, requests, leadTime, scaleIn, readyBefore, reserveBefore } = form;
  const end = new Date(start.getTime() + form.story.end * 1000);
  return [
    ...targetManifests({ namespace, name, startup, requests, metric, min: form.story.found, max: 50 }),
    autoscaler(namespace, name, {
      demand: { perReplica: "25", signals: [{ name: "all", query: metric }] },
      startup: { leadTime },
      scaleIn,
    }),
    ownManifest(
      "Campaign",
      { namespace, name: "sale" },
      {
        owner: { team: "growth" },
        timeZone: "Asia/Shanghai",
        start: start.toISOString(),
        end: end.toISOString(),
        targets: [{ name, peak: { demand: form.declared } }],
        readyBefore,
        reserveBefore,
      },
    ),
  ];
}

/** A target that only has its history. */
export function learnedManifests(namespace: string, name: string, metric: string): readonly Manifest[] {
  return [
    ...targetManifests({ namespace, name, startup: "20s", metric, min: 2, max: 60 }),
    autoscaler(namespace, name, {
      demand: { perReplica: "25", signals: [{ name: "all", query: metric }] },
      startup: { leadTime: "30s" },
    }),
  ];
}

interface TargetSettings {
  readonly namespace: string;
  readonly name: string;
  readonly startup: string;
  readonly requests?: Readonly<Record<string, string>>;
  readonly metric: string;
  readonly min: number;
  readonly max: number;
}

export function targetManifests({ startup, requests, ...rest }: TargetSettings): readonly Manifest[] {
  const { namespace, name } = rest;
  const more = requests === undefined ? {} : { requests };
  return [
    {
      path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
      object: sampleDeployment({ namespace, name, startup, replicas: 3, ...more }),
    },
    hpaManifest(rest),
  ];
}

export function hpaManifest({ namespace, name, ...rest }: Omit<TargetSettings, "startup" | "requests">): Manifest {
  const annotations = { "example.test/runbook": `https://runbooks.example.test/${name}` };
  return {
    path: `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`,
    object: sampleHpa({ namespace, name, perReplica: 25, annotations, ...rest }),
  };
}

function autoscaler(namespace: string, name: string, spec: object): Manifest {
  const whole = { scaleTargetRef: { name }, actuation: { name }, ...spec };
  return ownManifest("PredictiveAutoscaler", { namespace, name }, whole);
}

/** As a user's GitOps tool does it: server-side, never forced. */
export async function applyAll(client: ApiClient, manifests: readonly Manifest[]): Promise<void> {
  for (const { path, object } of manifests) await client.apply(path, object, "user");
}
