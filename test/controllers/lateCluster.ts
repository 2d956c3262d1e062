import type { ObjectKey } from "../../src/api/metadata.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Cluster, Observed, ObservedKind, Written } from "../../src/ports/cluster.ts";
import { instant } from "../../src/units/instant.ts";

type AnyObject = Observed[ObservedKind];
type Listener = (key: ObjectKey, before: AnyObject | undefined, after: AnyObject | undefined) => void;

interface LateView {
  readonly objects: Map<string, AnyObject>;
  readonly listeners: Set<Listener>;
}

/**
 * The cluster as over a network: what happens is seen so many milliseconds later, and a write takes as long on its way
 * there as back.
 */
export function lateCluster(cluster: Cluster, clock: Clock, late: { view: number; way: number }): Cluster {
  const views = new Map<ObservedKind, LateView>();
  const passed = (time: number) =>
    new Promise<void>((resolve) => void clock.at(instant(clock.now() + time), () => resolve()));
  const idOf = ({ namespace, name }: ObjectKey) => `${namespace}/${name}`;

  function viewOf(kind: ObservedKind): LateView {
    const known = views.get(kind);
    if (known !== undefined) return known;
    const objects = cluster.list(kind).map((object): [string, AnyObject] => [idOf(object.metadata), object]);
    const view: LateView = { objects: new Map(objects), listeners: new Set() };
    views.set(kind, view);
    cluster.subscribe(kind, (key, _, after) => void passed(late.view).then(() => see(view, key, after)));
    return view;
  }

  function see({ objects, listeners }: LateView, key: ObjectKey, after: AnyObject | undefined): void {
    const before = objects.get(idOf(key));
    if (after === undefined) objects.delete(idOf(key));
    else objects.set(idOf(key), after);
    for (const listener of listeners) listener(key, before, after);
  }

  function slow<Arguments extends readonly unknown[]>(write: (...given: Arguments) => Promise<Written>) {
    return async (...given: Arguments): Promise<Written> => {
      await passed(late.way);
      const written = await write(...given);
      await passed(late.way);
      return written;
    };
  }

  return {
    ...cluster,
    list: (kind, namespace) =>
      [...viewOf(kind).objects.values()].filter(
        ({ metadata }) => namespace === undefined || metadata.namespace === namespace,
      ) as Observed[typeof kind][],
    get: (kind, key) => viewOf(kind).objects.get(idOf(key)) as Observed[typeof kind] | undefined,
    subscribe(kind, listener) {
      const { listeners } = viewOf(kind);
      listeners.add(listener as unknown as Listener);
      return () => listeners.delete(listener as unknown as Listener);
    },
    apply: slow(cluster.apply),
    patch: slow(cluster.patch),
    scale: slow(cluster.scale),
    disown: slow(cluster.disown),
    createPlaceholder: slow(cluster.createPlaceholder),
    deletePod: slow(cluster.deletePod),
    deleteOwned: slow(cluster.deleteOwned),
    writeStatus: slow(cluster.writeStatus),
  };
}
