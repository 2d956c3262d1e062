import { startControllers, type Running, type Which } from "../../src/controllers/startControllers.ts";
import { API_VERSION, FLOOR_ANNOTATION, PAUSE_ANNOTATION } from "../../src/api/metadata.ts";
import type { HorizontalPodAutoscaler, Workload } from "../../src/api/observed.ts";
import { forecast } from "../../src/forecast/forecast.ts";
import type { OwnKind, RawObject } from "../../src/ports/cluster.ts";
import type { History, Reading } from "../../src/ports/history.ts";
import type { TargetFigures } from "../../src/ports/telemetry.ts";
import { type Instant, instant, parseInstant } from "../../src/units/instant.ts";
import { fakeCluster } from "./fakeCluster.ts";
import { simulatedClock } from "./simulatedClock.ts";

export const NAMESPACE = "vision";
export const NAME = "face-fusion";
export const KEY = { namespace: NAMESPACE, name: NAME };

export function at(text: string): Instant {
  return parseInstant(text) ?? instant(NaN);
}

/** A namespace with one deployment and its HPA, and the controllers on a clock that moves when told. */
export function worldAt(start: string, { min = 4 as number | null, max = 120, which = "all" as Which } = {}) {
  const { clock, advanceTo } = simulatedClock(at(start));
  const fake = fakeCluster(clock);
  const figures: TargetFigures[] = [];
  /** Names of the targets whose figures were withdrawn, and of the controllers whose turns ended. */
  const [forgotten, turns]: [string[], string[]] = [[], []];
  const world = { history: noHistory() };
  fake.put(namespace());
  fake.put(deployment());
  fake.put(autoscaler(min, max));
  let running: Running | undefined;

  const begin = (as: Which = which) => {
    running = startControllers({
      cluster: fake.cluster,
      clock,
      history: { read: (query, signal) => world.history.read(query, signal) },
      forecaster: { forecast: (request) => Promise.resolve(forecast(request)) },
      telemetry: {
        target: (_, each) => void figures.push(each),
        forget: ({ name }) => void forgotten.push(name),
        turn: (controller) => void turns.push(controller),
      },
      log: {
        info: () => {},
        warn: () => {},
        error: (message, details) => void bugs.push(`${message} ${details?.["error"]}`),
      },
      which: as,
    });
  };
  const bugs: string[] = [];
  const settled = () => running?.settled() ?? Promise.resolve();
  return {
    ...fake,
    clock,
    figures,
    forgotten,
    turns,
    bugs,
    begin,
    use: (history: History) => (world.history = history),
    /** Stops the controllers; nothing of them remains but what they wrote. */
    async kill() {
      await running?.stop();
      running = undefined;
    },
    running: () => running,
    until: (text: string) => advanceTo(at(text), settled),
    after: (seconds: number) => advanceTo(instant(clock.now() + seconds * 1000), settled),
    hpa: () => fake.stored("HorizontalPodAutoscaler", KEY),
    floor: () => fake.stored("HorizontalPodAutoscaler", KEY)?.spec.minReplicas,
    record: () => fake.stored("HorizontalPodAutoscaler", KEY)?.metadata.annotations?.[FLOOR_ANNOTATION],
    own: (kind: OwnKind, name: string) => fake.stored(kind, { namespace: NAMESPACE, name }),
    /** As a person edits it: everything else stays, `applied` marks the writer in managed fields. */
    editMinimum(minReplicas: number | undefined, manager = "kubectl-edit") {
      const before = fake.stored("HorizontalPodAutoscaler", KEY);
      if (before === undefined) throw new Error("there is no HPA");
      const managedFields = [
        ...(before.metadata.managedFields ?? []),
        { manager, operation: "Update", fieldsV1: { "f:spec": { "f:minReplicas": {} } } },
      ];
      const { minReplicas: _dropped, ...rest } = before.spec;
      const spec = minReplicas === undefined ? rest : { ...rest, minReplicas };
      fake.put({ ...before, metadata: { ...before.metadata, managedFields }, spec });
    },
    pause(how: "freeze" | "release" | undefined) {
      fake.put(namespace(how === undefined ? {} : { [PAUSE_ANNOTATION]: how }));
    },
    setMetrics(available: boolean, currentReplicas: number) {
      const before = fake.stored("HorizontalPodAutoscaler", KEY);
      if (before === undefined) throw new Error("there is no HPA");
      const condition = { type: "ScalingActive", status: available ? "True" : "False", reason: "x" };
      fake.put({ ...before, status: { ...before.status, currentReplicas, conditions: [condition] } });
    },
    setReplicas(replicas: number, readyReplicas: number) {
      const before = fake.stored("Deployment", KEY);
      if (before === undefined) throw new Error("there is no deployment");
      fake.put({ ...before, spec: { ...before.spec, replicas }, status: { replicas, readyReplicas } });
    },
  };
}

export function ownObject(kind: OwnKind, name: string, spec: unknown): RawObject {
  const metadata = { namespace: kind === "ScalingPolicy" ? "" : NAMESPACE, name };
  return { apiVersion: API_VERSION, kind, metadata, spec };
}

export function condition(object: { readonly status?: unknown } | undefined, type: string) {
  const status = object?.status as {
    readonly conditions?: readonly { type: string; status: string; reason: string; message: string }[];
  };
  return status?.conditions?.find((each) => each.type === type);
}

export const TARGET = { apiVersion: "apps/v1", kind: "Deployment", name: NAME };

/** A CronHPA of exact windows: `[start, end, minReplicas]`. */
export function windowed(name: string, windows: readonly (readonly [string, string, number])[], more: object = {}) {
  const written = windows.map(([start, end, minReplicas]) => ({ start, end, minReplicas, reason: `test ${name}` }));
  return ownObject("CronHPA", name, { scaleTargetRef: TARGET, windows: written, ...more });
}

function namespace(annotations: Record<string, string> = {}) {
  return { kind: "Namespace" as const, metadata: { namespace: "", name: NAMESPACE, annotations } };
}

export function deployment(): Workload & { readonly kind: "Deployment" } {
  return {
    kind: "Deployment",
    metadata: KEY,
    spec: {
      replicas: 4,
      selector: { app: NAME },
      template: { labels: { app: NAME }, annotations: {}, requests: { cpu: 1 }, scheduling: {} },
    },
    status: { replicas: 4, readyReplicas: 4 },
  };
}

export function autoscaler(minReplicas: number | null, maxReplicas: number): HorizontalPodAutoscaler {
  const spec = { scaleTargetRef: TARGET, maxReplicas };
  return {
    kind: "HorizontalPodAutoscaler",
    metadata: KEY,
    spec: minReplicas === null ? spec : { ...spec, minReplicas },
    status: {
      currentReplicas: 4,
      desiredReplicas: 4,
      conditions: [{ type: "ScalingActive", status: "True", reason: "x" }],
    },
  };
}

/** A deployment of that name, and its HPA. */
export function targetNamed(name: string): readonly [Workload, HorizontalPodAutoscaler] {
  const [{ spec, ...workload }, hpa] = [deployment(), autoscaler(4, 120)];
  const metadata = { namespace: NAMESPACE, name };
  return [
    { ...workload, metadata, spec: { ...spec, selector: { app: name } } },
    { ...hpa, metadata, spec: { ...hpa.spec, scaleTargetRef: { ...TARGET, name } } },
  ];
}

/** A Prometheus that is away. */
export function noHistory(): History {
  const failure = { code: "TimedOut", message: "no answer", remedy: "wait" };
  return { read: (): Promise<Reading> => Promise.resolve({ state: "TimedOut", series: undefined, failure }) };
}
