import { PAUSE_ANNOTATION } from "../../api/metadata.ts";
import type { Pod } from "../../api/observed.ts";
import type { Cluster } from "../../ports/cluster.ts";
import { validOf } from "../ownObjects.ts";
import { poolOf } from "../placeholders.ts";
import { textOfKey } from "../runtime/controller.ts";
import { specChanged } from "../specChanged.ts";
import { isSelected, targetOf, workloadOf } from "../targets.ts";

/** What, besides its placeholders, calls for a turn of a pool; and at the start every pool that is, or was. */
export function watchPools(
  cluster: Cluster,
  add: (key: string) => void,
  hint: (key: string) => void,
): readonly (() => void)[] {
  const addAll = (namespace?: string) => {
    for (const { metadata } of cluster.list("WarmPool", namespace)) add(textOfKey(metadata));
  };
  const ends = [
    cluster.subscribe("WarmPool", (key, before, after) => {
      (specChanged(before, after) ? add : hint)(textOfKey(key));
    }),
    cluster.subscribe("Pod", ({ namespace }, before, after) => {
      if (!placeMatters(before, after)) return;
      for (const key of poolsServing(cluster, namespace, (after ?? before)?.metadata.labels ?? {})) add(key);
    }),
    cluster.subscribe("Namespace", ({ name }, before, after) => {
      if (before?.metadata.annotations?.[PAUSE_ANNOTATION] !== after?.metadata.annotations?.[PAUSE_ANNOTATION]) {
        addAll(name);
      }
    }),
  ];
  addAll();
  for (const { metadata } of cluster.list("Pod")) {
    const name = poolOf(metadata);
    if (name !== undefined) add(textOfKey({ namespace: metadata.namespace, name }));
  }
  return ends;
}

/** Own pods count when they come, have a node nominated, get one, or go; not when they become Ready. */
function placeMatters(before: Pod | undefined, after: Pod | undefined): boolean {
  const metadata = (after ?? before)?.metadata;
  if (metadata !== undefined && poolOf(metadata) !== undefined) return false;
  return (
    before === undefined ||
    after === undefined ||
    before.spec.nodeName !== after.spec.nodeName ||
    before.status.nominatedNode !== after.status.nominatedNode ||
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp
  );
}

function poolsServing(
  cluster: Cluster,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): readonly string[] {
  return validOf(cluster, "WarmPool", namespace)
    .filter(({ spec }) => {
      const workload = workloadOf(cluster, targetOf(spec.targetRef, namespace));
      return workload !== undefined && isSelected(workload, labels);
    })
    .map(({ metadata }) => textOfKey(metadata));
}
