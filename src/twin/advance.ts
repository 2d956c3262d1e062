import { formatInstant, type Instant, instant } from "../units/instant.ts";
import { autoscaled } from "./autoscale.ts";
import { withoutOrphans } from "./collectGarbage.ts";
import { nodeScanAt, withArrivals, withNodesAsNeeded } from "./nodes.ts";
import { listed, movedTo, put } from "./objects.ts";
import { withQuotaUse } from "./quota.ts";
import { scheduled } from "./schedule.ts";
import type { Demand, TwinPod, TwinState } from "./state.ts";
import { withCounts, withPodsAsWished } from "./workloads.ts";

/** When something happens in the cluster by itself next. An HPA always looks again, so there is always a next event. */
export function nextEventAt(state: TwinState): Instant {
  const moments = [state.hpaSyncAt, state.passAt, state.nodesDue[0], nodeScanAt(state), nextOfPods(state)];
  return moments.reduce<Instant>((first, at) => (at !== undefined && at < first ? at : first), state.hpaSyncAt);
}

/** The cluster after everything that is due at its next event has happened. */
export function advanced(state: TwinState, demand: Demand): TwinState {
  const at = nextEventAt(state);
  const scans = nodeScanAt(state) === at;
  const arrived = withReadyPods(withArrivals(movedTo(state, at)));
  const passes = (arrived.passAt ?? Infinity) <= at || listed(arrived, "Pod").some((pod) => bindsAt(pod) <= at);
  const passed = passes ? withQuotaUse(scheduled(withPodsAsWished({ ...arrived, passAt: undefined }))) : arrived;
  const counted = passes || passed.shelves.Pod !== state.shelves.Pod ? withCounts(passed) : passed;
  const noded = scans ? withNodesAsNeeded(counted) : counted;
  // Real garbage is collected within seconds, too; that it goes with an HPA's look only saves events.
  return noded.hpaSyncAt <= at ? withoutOrphans(autoscaled(noded, demand)) : noded;
}

function withReadyPods(state: TwinState): TwinState {
  return listed(state, "Pod")
    .filter((pod) => (readyAt(pod) ?? Infinity) <= state.now)
    .reduce<TwinState>(
      (rest, pod) => put(rest, "Pod", { ...pod, status: { ...pod.status, readySince: formatInstant(state.now) } }),
      state,
    );
}

/** The next moment at which a pod becomes Ready, or takes the room that was made for it. */
function nextOfPods(state: TwinState): Instant | undefined {
  let next = Infinity;
  for (const pod of state.shelves.Pod.values()) next = Math.min(next, readyAt(pod) ?? Infinity, bindsAt(pod));
  return Number.isFinite(next) ? instant(next) : undefined;
}

function bindsAt({ spec, life }: TwinPod): number {
  return spec.nodeName === undefined && life.nominated !== undefined ? life.nominated.at : Infinity;
}

/** When a pod that was bound becomes Ready; undefined when it is, or never will be. */
function readyAt({ status, life }: TwinPod): Instant | undefined {
  if (status.readySince !== undefined || life.boundAt === undefined || life.startup === undefined) return undefined;
  return instant(life.boundAt + life.startup);
}
