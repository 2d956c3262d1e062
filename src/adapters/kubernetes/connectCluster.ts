import type { Clock } from "../../ports/clock.ts";
import type { Cluster, Observed, ObservedKind } from "../../ports/cluster.ts";
import type { Log } from "../../ports/telemetry.ts";
import { failed, success } from "../../units/result.ts";
import { clusterWrites } from "./clusterWrites.ts";
import { eventRecorder } from "./eventRecorder.ts";
import type { KubeConnection } from "./kubeConnection.ts";
import { ALONE, type Fence } from "./leaderElection.ts";
import { type Listener, ObjectView } from "./objectView.ts";
import { type Reflector, reflector } from "./reflector.ts";
import { collectionPath, objectPath, RESOURCES } from "./resources.ts";
import { type Json, TRANSFORMS } from "./transforms.ts";
import { failureOfAnswer, writeFailure } from "./writeFailure.ts";

export interface ClusterSettings {
  readonly connection: KubeConnection;
  readonly clock: Clock;
  readonly log: Log;
  /** Empty: all. With names, kinds outside of any namespace are not watched: a Role cannot grant them. */
  readonly namespaces: readonly string[];
  /** Absent: all. What is not watched reads as absent. */
  readonly kinds?: readonly ObservedKind[];
  readonly fence?: Fence;
  readonly placeholderImage?: string;
}

export interface ConnectedCluster {
  readonly cluster: Cluster;
  start(): void;
  stop(): Promise<void>;
}

const PAUSE_IMAGE = "registry.k8s.io/pause:3.10";

/** The `Cluster` port on a real API server. */
export function connectCluster(settings: ClusterSettings): ConnectedCluster {
  const { connection, clock, log, namespaces, fence = ALONE, placeholderImage = PAUSE_IMAGE } = settings;
  const all = Object.keys(RESOURCES) as ObservedKind[];
  const kinds = (settings.kinds ?? all).filter((kind) => namespaces.length === 0 || RESOURCES[kind].namespaced);
  const views = new Map<ObservedKind, ObjectView<Observed[ObservedKind]>>(all.map((kind) => [kind, new ObjectView()]));
  const reflectors = kinds.flatMap((kind) =>
    (namespaces.length === 0 ? [undefined] : namespaces).map((namespace) => reflect(kind, namespace)),
  );
  const events = eventRecorder(connection, clock, log);

  function viewOf<K extends ObservedKind>(kind: K): ObjectView<Observed[K]> {
    // The map pairs each kind with the view of its own type, which TypeScript cannot say.
    return views.get(kind) as unknown as ObjectView<Observed[K]>;
  }

  function reflect<K extends ObservedKind>(kind: K, namespace: string | undefined): Reflector {
    const view = viewOf(kind);
    const transform = TRANSFORMS[kind] as (object: Json) => Observed[K];
    return reflector({
      connection,
      path: collectionPath(RESOURCES[kind], namespace),
      log,
      target: {
        replace: (objects) => view.replace(objects.map(transform), namespace),
        put: (object) => view.put(transform(object)),
        remove: ({ metadata }) => view.remove({ namespace: metadata.namespace ?? "", name: metadata.name }),
      },
    });
  }

  const cluster: Cluster = {
    synced: () => reflectors.every((each) => each.synced()),
    list: (kind, namespace) => viewOf(kind).list(namespace),
    get: (kind, key) => viewOf(kind).get(key),
    subscribe: <K extends ObservedKind>(kind: K, listener: Listener<Observed[K]>) => viewOf(kind).subscribe(listener),
    read: async <K extends ObservedKind>(kind: K, key: { namespace: string; name: string }) => {
      try {
        const answer = await connection.call("GET", objectPath(kind, key));
        if (answer.status === 404) return success(undefined);
        if (answer.status !== 200)
          return failed(failureOfAnswer(answer.status, `read ${kind} ${key.name}`, answer.body));
        return success((TRANSFORMS[kind] as (object: Json) => Observed[K])(answer.body));
      } catch (cause) {
        return failed(writeFailure("Unavailable", `read ${kind} ${key.name}: ${String(cause)}`, cause));
      }
    },
    ...clusterWrites(connection, fence, placeholderImage),
    record: (note) => {
      if (fence.remaining() > 0) events.record(note);
    },
  };
  return {
    cluster,
    start: () => {
      for (const each of reflectors) each.start();
    },
    stop: async () => {
      await Promise.all(reflectors.map((each) => each.stop()));
      await events.drained();
    },
  };
}
