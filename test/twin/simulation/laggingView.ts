import { type Listener, twinCluster } from "../../../src/adapters/twin/twinCluster.ts";
import type { TwinWorld } from "../../../src/adapters/twin/twinWorld.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { Cluster, Observed, ObservedKind } from "../../../src/ports/cluster.ts";
import type { Milliseconds } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";

const KINDS = [
  ...(["PredictiveAutoscaler", "Campaign", "CronHPA", "WarmPool", "ScalingPolicy", "HorizontalPodAutoscaler"] as const),
  ...(["Deployment", "StatefulSet", "Pod", "Node", "ResourceQuota", "Namespace"] as const),
];

/** The world as an informer shows it: writes happen at once, but are seen later, by whoever wrote them too. */
export function laggingView(world: TwinWorld, lag: Milliseconds, clock: Clock): Cluster {
  if (lag === 0) return world.cluster;
  let view = world.state();
  let isDue = false;
  const listeners = new Map<ObservedKind, Set<Listener>>();

  function catchUp(): void {
    isDue = false;
    const before = view;
    view = world.state();
    for (const kind of KINDS) tell(kind, before.shelves[kind], view.shelves[kind]);
  }

  function tell(kind: ObservedKind, was: ReadonlyMap<string, unknown>, is: ReadonlyMap<string, unknown>): void {
    if (was === is) return;
    for (const text of new Set([...was.keys(), ...is.keys()])) {
      const [before, after] = [was.get(text), is.get(text)] as (Observed[ObservedKind] | undefined)[];
      const { namespace, name } = (after ?? before)!.metadata;
      if (before !== after)
        for (const listener of listeners.get(kind) ?? []) listener({ namespace, name }, before, after);
    }
  }

  for (const kind of KINDS) {
    world.cluster.subscribe(kind, () => {
      if (isDue) return;
      isDue = true;
      clock.at(instant(clock.now() + lag), catchUp);
    });
  }
  const delayed = twinCluster({
    state: () => ({ ...view, now: world.state().now }),
    attempt: world.attempt,
    listeners,
  });
  return { ...delayed, read: (kind, key) => world.cluster.read(kind, key) };
}
