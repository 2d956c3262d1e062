import type { Node } from "../api/observed.ts";
import { formatInstant, instant } from "../units/instant.ts";
import { listed, put, removed } from "./objects.ts";
import type { TwinPod, TwinState } from "./state.ts";

type Amounts = Readonly<Record<string, number>>;

/**
 * One pass of the scheduler: pods by priority, then by age; each to the node that is least full. One that fits nowhere
 * preempts the fewest pods of lower priority, and binds a moment later; until then their room is kept for it.
 */
export function scheduled(state: TwinState): TwinState {
  return pendingOf(state).reduce(placed, state);
}

/** Pods that no node can take as things stand, none being made room for. */
export function unschedulable(state: TwinState): readonly TwinPod[] {
  return pendingOf(state).filter((pod) => pod.life.nominated === undefined && roomiest(state, pod) === undefined);
}

/** What pods of a node, bound or about to be, ask for; with the number of them under `pods`. */
export function usedOn(state: TwinState, node: string): Amounts {
  return sum(podsOn(state, node));
}

/** How many pods of the shape fit into the amounts. */
export function fits(shape: Amounts, free: Amounts): number {
  const rooms = Object.entries({ ...shape, pods: 1 })
    .filter(([resource, each]) => each > 0 && (resource !== "pods" || free["pods"] !== undefined))
    .map(([resource, each]) => Math.floor((free[resource] ?? 0) / each + 1e-9));
  return rooms.length === 0 ? Infinity : Math.max(0, Math.min(...rooms));
}

function pendingOf(state: TwinState): readonly TwinPod[] {
  return listed(state, "Pod")
    .filter(({ spec }) => spec.nodeName === undefined)
    .toSorted(
      (a, b) =>
        b.spec.priority - a.spec.priority ||
        compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
        versionOf(a) - versionOf(b),
    );
}

function placed(state: TwinState, pod: TwinPod): TwinState {
  const { nominated } = pod.life;
  if (nominated !== undefined) return nominated.at <= state.now ? bound(state, pod, nominated.node) : state;
  const node = roomiest(state, pod);
  if (node !== undefined) return bound(state, pod, node);
  const victims = pod.life.preempts ? fewestVictims(state, pod) : undefined;
  if (victims === undefined) return state;
  const emptied = victims.pods.reduce((rest, { metadata }) => removed(rest, "Pod", metadata), state);
  const at = instant(state.now + state.settings.preemption);
  return put(emptied, "Pod", { ...pod, life: { ...pod.life, nominated: { node: victims.node, at } } });
}

function bound(state: TwinState, pod: TwinPod, node: string): TwinState {
  const { nominated: _done, ...life } = pod.life;
  return put(state, "Pod", {
    ...pod,
    spec: { ...pod.spec, nodeName: node },
    status: { ...pod.status, phase: "Running", scheduledAt: formatInstant(state.now) },
    life: { ...life, boundAt: state.now },
  });
}

/** The node that is least full with the pod on it; by name among equals. */
function roomiest(state: TwinState, pod: TwinPod): string | undefined {
  let best: { readonly name: string; readonly fullness: number } | undefined;
  for (const node of usableNodes(state)) {
    const used = usedOn(state, node.metadata.name);
    if (fits(pod.spec.requests, freeOf(node, used)) < 1) continue;
    const fullness = fullnessOf(node, used);
    if (best === undefined || fullness < best.fullness) best = { name: node.metadata.name, fullness };
  }
  return best?.name;
}

function fewestVictims(state: TwinState, pod: TwinPod): { node: string; pods: readonly TwinPod[] } | undefined {
  let best: { node: string; pods: readonly TwinPod[] } | undefined;
  for (const node of usableNodes(state)) {
    const pods = victimsOn(state, node, pod);
    if (pods === undefined || (best !== undefined && best.pods.length <= pods.length)) continue;
    best = { node: node.metadata.name, pods };
  }
  return best;
}

/** The pods of lowest priority, youngest first, whose end makes room; undefined where even all of them would not. */
function victimsOn(state: TwinState, node: Node, pod: TwinPod): readonly TwinPod[] | undefined {
  const on = podsOn(state, node.metadata.name);
  const lower = on
    .filter(({ spec }) => spec.nodeName !== undefined && spec.priority < pod.spec.priority)
    .toSorted((a, b) => a.spec.priority - b.spec.priority || versionOf(b) - versionOf(a));
  for (let count = 1; count <= lower.length; count++) {
    const victims = lower.slice(0, count);
    const rest = sum(on.filter((other) => !victims.includes(other)));
    if (fits(pod.spec.requests, freeOf(node, rest)) >= 1) return victims;
  }
  return undefined;
}

function usableNodes(state: TwinState): readonly Node[] {
  return listed(state, "Node").filter(({ spec, status }) => status.ready && !spec.unschedulable);
}

function podsOn(state: TwinState, node: string): readonly TwinPod[] {
  return listed(state, "Pod").filter(({ spec, life }) => (spec.nodeName ?? life.nominated?.node) === node);
}

function sum(pods: readonly TwinPod[]): Amounts {
  const total: Record<string, number> = { pods: pods.length };
  for (const { spec } of pods) {
    for (const [resource, amount] of Object.entries(spec.requests)) total[resource] = (total[resource] ?? 0) + amount;
  }
  return total;
}

function freeOf({ status }: Node, used: Amounts): Amounts {
  const free = Object.entries(status.allocatable).map(([name, amount]) => [name, amount - (used[name] ?? 0)] as const);
  return Object.fromEntries(free);
}

function fullnessOf({ status }: Node, used: Amounts): number {
  const shares = ["cpu", "memory"].map((name) => (used[name] ?? 0) / (status.allocatable[name] ?? Infinity));
  return shares.reduce((total, share) => total + share, 0);
}

function versionOf({ metadata }: TwinPod): number {
  return Number(metadata.uid?.replace("uid-", "") ?? 0);
}

function compare(a = "", b = ""): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
