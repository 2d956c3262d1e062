import type { HostileManifest } from "./hostileManifest.ts";
import { but } from "./hostileManifest.ts";
import { HOSTILE_MANIFESTS } from "./hostileManifests.ts";
import { autoscaler, cronHpa, type Manifest, oneOff, warmPool } from "./samples.ts";

/** Largest text that a cluster's store takes in one object: etcd's limit is 1.5 MiB. */
const LARGEST = 1_400_000;
const API = "headstart.dev/v1alpha1";
const ref = (kind: string, name: string) => ({ apiVersion: API, kind, name });

type LiveHostile = Pick<HostileManifest, "title" | "object" | "field" | "says">;

function nested(depth: number): unknown {
  let value: unknown = "bottom";
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

/** What only a live cluster can hold: references in a circle, and texts as large as its store takes. */
const ONLY_LIVE: readonly LiveHostile[] = [
  {
    title: "cycle of one floor to the next",
    object: but(cronHpa, { scaleTargetRef: ref("CronHPA", "cycle-of-the-next-floor-to-the-first") }),
    field: "spec.scaleTargetRef.apiVersion",
    says: "workload",
  },
  {
    title: "cycle of the next floor to the first",
    object: but(cronHpa, { scaleTargetRef: ref("CronHPA", "cycle-of-one-floor-to-the-next") }),
    field: "spec.scaleTargetRef.apiVersion",
    says: "workload",
  },
  {
    title: "an autoscaler that scales itself",
    object: but(autoscaler, { scaleTargetRef: ref("PredictiveAutoscaler", "an-autoscaler-that-scales-itself") }),
    field: "spec.scaleTargetRef.apiVersion",
    says: "workload",
  },
  {
    title: "a pool in the shape of itself",
    object: but(warmPool, { targetRef: ref("WarmPool", "a-pool-in-the-shape-of-itself") }),
    field: "spec.targetRef.apiVersion",
    says: "workload",
  },
  {
    title: "the largest name that a store takes",
    object: but(oneOff, { targets: [{ name: "a".repeat(LARGEST), peak: { replicas: 1 } }] }),
    field: "spec.targets[0].name",
    says: "at most 253",
  },
  {
    title: "the largest query that a store takes",
    object: but(autoscaler, { demand: { perReplica: 1, signals: [{ name: "a", query: "a".repeat(LARGEST) }] } }),
    field: "spec.demand.signals[0].query",
    says: "at most 4096",
  },
  {
    title: "a spec that is a text",
    object: { ...cronHpa, spec: "all of it" },
    field: "spec",
    says: "must be",
  },
  {
    title: "lists in lists in lists",
    object: but(oneOff, { targets: nested(2_000) }),
    field: "spec.targets[0]",
    says: "must be",
  },
  {
    title: "the largest finite number",
    object: but(oneOff, { targets: [{ name: "face-fusion", peak: { replicas: 1e308 } }] }),
    field: "spec.targets[0].peak.replicas",
    says: "at most 100000",
  },
];

/** Every hostile manifest that an API server without our rules stores, under a name of its own. */
export function hostileObjects(namespace: string): readonly (LiveHostile & { readonly object: Manifest })[] {
  const storable = HOSTILE_MANIFESTS.filter(
    ({ server, title }) => server !== "unsendable" && title !== "two megabytes of a name",
  );
  return [...storable, ...ONLY_LIVE].map((hostile) => {
    const manifest = hostile.object as Manifest;
    const name =
      manifest.metadata.name.length > 58
        ? manifest.metadata.name
        : hostile.title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    return { ...hostile, object: { ...manifest, metadata: { ...manifest.metadata, name, namespace } } as Manifest };
  });
}
