import type { Node } from "../api/observed.ts";
import { milliseconds, SECOND } from "../units/duration.ts";
import { type Instant, instant } from "../units/instant.ts";
import { listed, put, removed } from "./objects.ts";
import { fits } from "./rooms.ts";
import { unschedulable } from "./schedule.ts";
import type { TwinState } from "./state.ts";

/** The node autoscaler looks this often. */
export const NODE_SCAN = milliseconds(10 * SECOND);

/** Nodes whose time has come join. */
export function withArrivals(state: TwinState): TwinState {
  const due = state.nodesDue.filter((at) => at <= state.now);
  if (due.length === 0) return state;
  const rest = { ...state, nodesDue: state.nodesDue.slice(due.length) };
  return due.reduce((next) => put(next, "Node", nodeOf(next)), rest as TwinState);
}

export function nodeOf({ version, settings }: TwinState): Node {
  return {
    kind: "Node",
    metadata: { namespace: "", name: `node-${String(version + 1).padStart(6, "0")}` },
    spec: { unschedulable: false, taints: [] },
    status: { allocatable: settings.nodes.allocatable, ready: true },
  };
}

/** When the node autoscaler has something to look at; undefined while it has not. */
export function nodeScanAt(state: TwinState): Instant | undefined {
  const { least, most } = state.settings.nodes;
  const nodes = state.shelves.Node.size;
  const waiting = nodes + state.nodesDue.length < most && listed(state, "Pod").some((pod) => !pod.spec.nodeName);
  if (!waiting && nodes <= least) return undefined;
  return instant((Math.floor(state.now / NODE_SCAN) + 1) * NODE_SCAN);
}

/** One look of the node autoscaler: it orders what waiting pods need, and lets nodes go that stood empty for long. */
export function withNodesAsNeeded(state: TwinState): TwinState {
  return withoutIdle(withOrders(state));
}

function withOrders(state: TwinState): TwinState {
  const { most, readyAfter } = state.settings.nodes;
  const inFlight = state.nodesDue.length;
  const allowed = most - state.shelves.Node.size - inFlight;
  const wanted = Math.min(allowed, nodesFor(state) - inFlight);
  if (wanted <= 0) return state;
  const arrival = instant(state.now + readyAfter);
  return { ...state, nodesDue: [...state.nodesDue, ...Array.from({ length: wanted }, () => arrival)] };
}

/** Empty nodes that would hold every pod that waits, filled shape by shape. */
function nodesFor(state: TwinState): number {
  const { allocatable } = state.settings.nodes;
  const shapes = new Map<string, { readonly each: number; count: number }>();
  for (const { spec } of unschedulable(state)) {
    const name = JSON.stringify(spec.requests);
    const shape = shapes.get(name) ?? { each: fits(spec.requests, allocatable), count: 0 };
    shapes.set(name, { ...shape, count: shape.count + 1 });
  }
  // A shape that no node could ever hold buys none.
  return [...shapes.values()].reduce((sum, { each, count }) => sum + (each < 1 ? 0 : Math.ceil(count / each)), 0);
}

function withoutIdle(state: TwinState): TwinState {
  const { least, leavesEmptyAfter } = state.settings.nodes;
  const nodes = listed(state, "Node");
  if (nodes.length <= least) return state;
  const busy = new Set(listed(state, "Pod").map(({ spec, life }) => spec.nodeName ?? life.nominated?.node));
  const empty = nodes.filter(({ metadata }) => !busy.has(metadata.name));
  const emptySince = new Map(
    empty.map(({ metadata }) => [metadata.name, state.emptySince.get(metadata.name) ?? state.now] as const),
  );
  const idle = empty
    .filter(({ metadata }) => state.now - (emptySince.get(metadata.name) ?? state.now) >= leavesEmptyAfter)
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? 1 : -1))
    .slice(0, Math.max(0, nodes.length - least));
  for (const { metadata } of idle) emptySince.delete(metadata.name);
  return idle.reduce((rest, { metadata }) => removed(rest, "Node", metadata), { ...state, emptySince } as TwinState);
}

/** A cluster's first nodes, there from the beginning. */
export function withNodes(state: TwinState, count: number): TwinState {
  let next = state;
  for (let i = 0; i < count; i++) next = put(next, "Node", nodeOf(next));
  return next;
}
