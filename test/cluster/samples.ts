interface SampleDeployment {
  readonly name: string;
  readonly namespace?: string;
  /** From binding to Ready, such as `20s`. */
  readonly startup: string;
  readonly replicas?: number;
  readonly requests?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A slow-starting Deployment of the simulated nodes. */
export function sampleDeployment(sample: SampleDeployment) {
  const { name, namespace = "default", startup, replicas = 2, requests = { cpu: "1" }, annotations = {} } = sample;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name }, annotations: { startup, ...annotations } },
        spec: {
          terminationGracePeriodSeconds: 1,
          containers: [
            { name: "model", image: "example.test/model:1", resources: { requests, limits: devices(requests) } },
          ],
        },
      },
    },
  };
}

/** Devices such as GPUs are refused without a limit. */
function devices(requests: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(requests).filter(([name]) => name.includes("/")));
}

interface SampleHpa {
  readonly name: string;
  readonly namespace?: string;
  readonly min?: number;
  readonly max: number;
  readonly perReplica: number;
  readonly metric?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An HPA on a live external metric, of so many units a replica. */
export function sampleHpa({ name, namespace = "default", min, max, perReplica, ...rest }: SampleHpa) {
  const { metric = "demand", annotations } = rest;
  const target = { type: "AverageValue", averageValue: String(perReplica) };
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name, namespace, ...(annotations === undefined ? {} : { annotations }) },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
      ...(min === undefined ? {} : { minReplicas: min }),
      maxReplicas: max,
      metrics: [{ type: "External", external: { metric: { name: metric }, target } }],
    },
  };
}

/** The PriorityClass of placeholders, as the chart makes it. */
export function placeholderPriorityClass() {
  return {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "headstart-placeholder" },
    value: -10,
    preemptionPolicy: "Never",
  };
}
