import type { TwinWorld } from "../../../src/adapters/twin/twinWorld.ts";
import { listed, put, removed, stored } from "../../../src/twin/objects.ts";
import type { TwinPod, TwinState } from "../../../src/twin/state.ts";
import { type Milliseconds, milliseconds, SECOND } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import type { Loss } from "./acts.ts";
import { NAMESPACE, type World } from "./world.ts";

/** The kubelet waits so long before it starts a container again, and twice as long after each further crash. */
const FIRST_BACK_OFF = 10 * SECOND;
/** A pod in a crash loop is Ready for so long. */
const READY_FOR = 20 * SECOND;

export interface Later {
  /** Milliseconds. */
  readonly after: number;
  readonly then: () => void;
}

export interface Losses {
  /** What is lost at once is lost; the crashes of a loop that are still to come are returned. */
  befall(loss: Loss): readonly Later[];
  /** Until all that was lost can be Ready again, if there is room. */
  lasts(loss: Loss): Milliseconds;
}

/** Capacity that was there goes, and not by us: containers crash, pods are evicted, nodes go with their pods. */
export function lossesIn({ targets, nodes }: World, twin: TwinWorld): Losses {
  const targetOf = (name: string) => targets.find((target) => target.name === name)!;
  const podsOf = (target: string) =>
    listed(twin.state(), "Pod", NAMESPACE).filter(({ metadata }) => metadata.labels?.["app"] === target);
  const someOf = <T>(all: readonly T[], percent: number) => all.slice(0, Math.ceil((all.length * percent) / 100));

  function crash(names: readonly string[], backOff: number): void {
    twin.change((state) => names.reduce((rest, name) => crashed(rest, name, backOff), state));
  }

  const loopOf = ({ startup }: { readonly startup: Milliseconds }, times: number) =>
    Array.from({ length: times }, (_, i) => ({ i, backOff: FIRST_BACK_OFF * 2 ** i })).map(({ i, backOff }) => ({
      backOff,
      after: i * (startup + READY_FOR) + FIRST_BACK_OFF * (2 ** i - 1),
    }));

  function befall(loss: Loss): readonly Later[] {
    switch (loss.what) {
      case "pods crash": {
        const ready = podsOf(loss.target).filter(({ status }) => status.readySince !== undefined);
        const names = someOf(ready, loss.percent).map(({ metadata }) => metadata.name);
        return loopOf(targetOf(loss.target), loss.times).map(({ after, backOff }) => ({
          after,
          then: () => crash(names, backOff),
        }));
      }
      case "pods are evicted": {
        const gone = someOf(podsOf(loss.target), loss.percent);
        twin.change((state) => gone.reduce((rest, { metadata }) => removed(rest, "Pod", metadata), state));
        return [];
      }
      case "nodes go":
        twin.change((state) => listed(state, "Node").slice(0, loss.count).reduce(withoutNode, state));
        return [];
    }
  }

  return {
    befall,
    lasts(loss) {
      const leads = targets.map(({ leadTime }) => leadTime);
      // Nodes that have gone are bought again one after the other, as pods wait for them.
      const again = Math.max(...leads) + nodes.readyAfter;
      if (loss.what !== "pods crash") return milliseconds(again);
      const last = loopOf(targetOf(loss.target), loss.times).at(-1);
      return milliseconds(again + (last === undefined ? 0 : last.after + last.backOff));
    },
  };
}

function crashed(state: TwinState, name: string, backOff: number): TwinState {
  const pod = stored(state, "Pod", { namespace: NAMESPACE, name });
  if (pod?.status.readySince === undefined) return state;
  const { readySince: _lost, ...status } = pod.status;
  const life: TwinPod["life"] = { ...pod.life, boundAt: instant(state.now + backOff) };
  return put(state, "Pod", { ...pod, status: { ...status, restarts: status.restarts + 1 }, life });
}

function withoutNode(state: TwinState, { metadata }: { readonly metadata: { readonly name: string } }): TwinState {
  const pods = listed(state, "Pod").filter(({ spec }) => spec.nodeName === metadata.name);
  const without = pods.reduce((rest, pod) => removed(rest, "Pod", pod.metadata), state);
  return removed(without, "Node", { namespace: "", name: metadata.name });
}
