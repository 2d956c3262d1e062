import type { ObjectKey } from "../../api/metadata.ts";
import type { Cluster, Observed, ObservedKind, Written } from "../../ports/cluster.ts";
import { failed, success } from "../../units/result.ts";

/** Objects that stand still, as the `Cluster` port shows them: for plans from files. Every write is refused. */
export function objectCluster(objects: readonly Observed[ObservedKind][]): Cluster {
  const byKind = new Map<string, Map<string, Observed[ObservedKind]>>();
  for (const object of objects) {
    const known = byKind.get(object.kind) ?? new Map<string, Observed[ObservedKind]>();
    byKind.set(object.kind, known.set(textOf(object.metadata), object));
  }
  const get = <K extends ObservedKind>(kind: K, key: ObjectKey) =>
    // The maps pair each kind with objects of its own type, which TypeScript cannot say.
    byKind.get(kind)?.get(textOf(key)) as Observed[K] | undefined;

  return {
    synced: () => true,
    list: <K extends ObservedKind>(kind: K, namespace?: string) =>
      [...((byKind.get(kind)?.values() ?? []) as Iterable<Observed[K]>)].filter(
        ({ metadata }) => namespace === undefined || metadata.namespace === namespace,
      ),
    get,
    subscribe: () => () => undefined,
    read: (kind, key) => Promise.resolve(success(get(kind, key))),
    apply: refused,
    patch: refused,
    scale: refused,
    disown: refused,
    createPlaceholder: refused,
    deletePod: refused,
    deleteOwned: refused,
    writeStatus: refused,
    record: () => undefined,
  };
}

function textOf({ namespace, name }: ObjectKey): string {
  return `${namespace}/${name}`;
}

function refused(): Promise<Written> {
  const remedy = "apply the manifests to a cluster whose controller does what is planned";
  return Promise.resolve(failed({ code: "Refused", message: "a plan from files writes nothing", remedy }));
}
