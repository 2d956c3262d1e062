import type { ObjectKey } from "../../api/metadata.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Cluster, Observed, ObservedKind } from "../../ports/cluster.ts";
import { advanced, nextEventAt } from "../../twin/advance.ts";
import { movedTo } from "../../twin/objects.ts";
import type { Demand, TwinState } from "../../twin/state.ts";
import type { Change } from "../../twin/writes.ts";
import { type Instant, instant } from "../../units/instant.ts";
import { type Listener, twinCluster } from "./twinCluster.ts";

/** A twin that lives: its state, the ports onto it, and the time that passes only when told. */
export interface TwinWorld {
  readonly cluster: Cluster;
  readonly clock: Clock;
  state(): TwinState;
  /** Does what somebody other than the controllers does; what the API server would refuse is returned, not done. */
  change(how: (state: TwinState) => TwinState): void;
  attempt(how: (state: TwinState) => Change): Change;
  /**
   * Lets everything happen that is due up to and including the instant, in order.
   * @param idle  resolves when nobody has anything to do at the present instant any more
   * @param shown called at each instant at which something happened, when all of it is over
   */
  playTo(end: Instant, idle: () => Promise<void>, shown?: () => void): Promise<void>;
}

/** More at one instant than any world of thousands of pods needs: somebody runs in a circle. */
const MOST_AT_ONE_INSTANT = 100_000;

export function twinWorld(initial: TwinState, demand: Demand): TwinWorld {
  let state = initial;
  const listeners = new Map<ObservedKind, Set<Listener>>();
  const appointments = new Set<{ readonly at: Instant; readonly callback: () => void }>();

  function become(next: TwinState): void {
    const before = state;
    state = next;
    for (const [kind, all] of listeners) tell(before, kind, all);
  }

  function tell(before: TwinState, kind: ObservedKind, all: ReadonlySet<Listener>): void {
    const was = before.shelves[kind] as ReadonlyMap<string, Observed[ObservedKind]>;
    const is = state.shelves[kind] as ReadonlyMap<string, Observed[ObservedKind]>;
    if (was === is) return;
    const news: (readonly [ObjectKey, Observed[ObservedKind] | undefined, Observed[ObservedKind] | undefined])[] = [];
    for (const [key, object] of was) if (!is.has(key)) news.push([object.metadata, object, undefined]);
    for (const [key, object] of is) if (was.get(key) !== object) news.push([object.metadata, was.get(key), object]);
    for (const [{ namespace, name }, gone, come] of news) {
      for (const listener of all) listener({ namespace, name }, gone, come);
    }
  }

  function attempt(how: (state: TwinState) => Change): Change {
    const change = how(state);
    if (change.ok && change.value !== state) become(change.value);
    return change;
  }

  const clock: Clock = {
    now: () => state.now,
    at(at, callback) {
      const appointment = { at, callback };
      appointments.add(appointment);
      return () => appointments.delete(appointment);
    },
  };

  function firstAppointment() {
    let first: { readonly at: Instant; readonly callback: () => void } | undefined;
    for (const each of appointments) if (first === undefined || each.at < first.at) first = each;
    return first;
  }

  /** When something is due next, be it that the cluster moves by itself or that somebody wants to look. */
  function nextDue(): number {
    const at = Math.min(firstAppointment()?.at ?? Infinity, nextEventAt(state));
    return Math.max(state.now, at);
  }

  /** The cluster moves before the controllers look: what is due at one instant has happened when they see it. */
  function happen(due: Instant): void {
    if (nextEventAt(state) <= due) return become(advanced(state, demand));
    const appointment = firstAppointment();
    if (appointment === undefined) return;
    appointments.delete(appointment);
    become(movedTo(state, due));
    appointment.callback();
  }

  return {
    cluster: twinCluster({ state: () => state, attempt, listeners }),
    clock,
    state: () => state,
    change: (how) => become(how(state)),
    attempt,
    async playTo(end, idle, shown = () => {}) {
      await idle();
      let count = 0;
      for (let due = nextDue(); due <= end; due = nextDue()) {
        if (due > state.now) shown();
        count = due > state.now ? 0 : count + 1;
        if (count > MOST_AT_ONE_INSTANT) throw new Error("the simulated time stands still: something never settles");
        happen(instant(due));
        await idle();
      }
      shown();
      become(movedTo(state, end));
    },
  };
}
