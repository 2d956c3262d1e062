import { type Manifest, ownManifest } from "../cluster/manifests.ts";
import { sampleDeployment, sampleHpa } from "../cluster/samples.ts";

const HOUR = 3_600_000;

/**
 * A small world that needs every permission of the chart's roles: an HPA that is raised for a campaign and given back,
 * and a Deployment and a StatefulSet without an HPA, whose replicas are held by CronHPAs and whose room by WarmPools.
 */
export function chartWorld(namespace: string, now: Date): readonly Manifest[] {
  const at = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
  return [
    deployment(namespace, "face-fusion"),
    hpa(namespace, "face-fusion"),
    autoscaler(namespace, "face-fusion"),
    campaign(namespace, "sale", { start: at(70), end: at(85), replicas: 6, reserve: "55s" }),
    // Still to come when the chart goes: its room is reserved by then.
    campaign(namespace, "show", { start: at(3_000), end: at(4_000), replicas: 5, reserve: "2h" }),
    deployment(namespace, "worker"),
    floor(namespace, "worker", "Deployment"),
    room(namespace, "worker", "Deployment"),
    statefulSet(namespace, "store"),
    floor(namespace, "store", "StatefulSet"),
    room(namespace, "store", "StatefulSet"),
  ];
}

/** Holds the HPA's floor while the chart is uninstalled. */
export function standingFloor(namespace: string): Manifest {
  return cronHpa({ namespace, name: "standing" }, { kind: "Deployment", name: "face-fusion" }, 7);
}

function deployment(namespace: string, name: string): Manifest {
  return {
    path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
    object: sampleDeployment({ namespace, name, startup: "2s", replicas: 2 }),
  };
}

function statefulSet(namespace: string, name: string): Manifest {
  const { spec, metadata } = sampleDeployment({ namespace, name, startup: "1s", replicas: 2 });
  return {
    path: `/apis/apps/v1/namespaces/${namespace}/statefulsets`,
    object: { apiVersion: "apps/v1", kind: "StatefulSet", metadata, spec: { ...spec, serviceName: name } },
  };
}

function hpa(namespace: string, name: string): Manifest {
  return {
    path: `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`,
    object: sampleHpa({ namespace, name, min: 2, max: 20, perReplica: 25 }),
  };
}

function autoscaler(namespace: string, name: string): Manifest {
  return ownManifest(
    "PredictiveAutoscaler",
    { namespace, name },
    {
      scaleTargetRef: { name },
      demand: { perReplica: 25, signals: [{ name: "all", query: "demand" }] },
      startup: { leadTime: "5s" },
      scaleIn: { stepPercent: 50, interval: "3s", maxHold: "3s" },
    },
  );
}

interface Peak {
  readonly start: string;
  readonly end: string;
  readonly replicas: number;
  readonly reserve: string;
}

function campaign(namespace: string, name: string, { start, end, replicas, reserve }: Peak): Manifest {
  return ownManifest(
    "Campaign",
    { namespace, name },
    {
      ...{ timeZone: "UTC", start, end, readyBefore: "5s", reserveBefore: reserve },
      targets: [{ name: "face-fusion", peak: { replicas } }],
    },
  );
}

function floor(namespace: string, name: string, kind: string): Manifest {
  return cronHpa({ namespace, name }, { kind, name }, 4);
}

function cronHpa(place: Parameters<typeof ownManifest>[1], scaleTargetRef: object, minReplicas: number): Manifest {
  const [start, end] = longWindow();
  return ownManifest("CronHPA", place, { scaleTargetRef, windows: [{ start, end, minReplicas }] });
}

function room(namespace: string, name: string, kind: string): Manifest {
  const [start, end] = longWindow();
  const spec = { targetRef: { kind, name }, windows: [{ start, end, replicas: 1 }] };
  return ownManifest("WarmPool", { namespace, name }, spec);
}

function longWindow(): readonly [string, string] {
  const now = Date.now();
  return [new Date(now - HOUR).toISOString(), new Date(now + HOUR).toISOString()];
}
