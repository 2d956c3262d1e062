import type { Node } from "../api/observed.ts";
import { listed } from "./objects.ts";
import type { TwinPod, TwinState } from "./state.ts";

type Amounts = Readonly<Record<string, number>>;

/** One node that takes pods, with those that have it or are about to. */
export interface Room {
  readonly node: Node;
  readonly pods: readonly TwinPod[];
  /** By resource name; the number of pods under `pods`. */
  readonly used: Amounts;
}

/** The rooms of all usable nodes, by their names. */
export function roomsIn(state: TwinState): ReadonlyMap<string, Room> {
  const on = new Map<string, TwinPod[]>();
  for (const pod of state.shelves.Pod.values()) {
    const node = nodeOf(pod);
    if (node !== undefined) on.set(node, [...(on.get(node) ?? []), pod]);
  }
  const usable = listed(state, "Node").filter(({ spec, status }) => status.ready && !spec.unschedulable);
  return new Map(usable.map((node) => [node.metadata.name, roomOf(node, on.get(node.metadata.name) ?? [])]));
}

export function roomOf(node: Node, pods: readonly TwinPod[]): Room {
  const used: Record<string, number> = {};
  for (const pod of pods) add(used, pod);
  return { node, pods, used };
}

export function withPod({ node, pods, used }: Room, pod: TwinPod): Room {
  const more = { ...used };
  add(more, pod);
  return { node, pods: [...pods, pod], used: more };
}

function add(used: Record<string, number>, { spec }: TwinPod): void {
  used["pods"] = (used["pods"] ?? 0) + 1;
  for (const resource in spec.requests) used[resource] = (used[resource] ?? 0) + (spec.requests[resource] ?? 0);
}

/** The node of a pod, or the one where room was made for it. */
function nodeOf({ spec, life }: TwinPod): string | undefined {
  return spec.nodeName ?? life.nominated?.node;
}

export function hasRoomFor({ node, used }: Room, pod: TwinPod): boolean {
  const free = Object.entries(node.status.allocatable).map(([name, most]) => [name, most - (used[name] ?? 0)] as const);
  return fits(pod.spec.requests, Object.fromEntries(free)) >= 1;
}

/** How many pods of the shape fit into the amounts. */
export function fits(shape: Amounts, free: Amounts): number {
  const counts = Object.entries({ ...shape, pods: 1 })
    .filter(([resource, each]) => each > 0 && (resource !== "pods" || free["pods"] !== undefined))
    .map(([resource, each]) => Math.floor((free[resource] ?? 0) / each + 1e-9));
  return counts.length === 0 ? Infinity : Math.max(0, Math.min(...counts));
}

/** Between 0 and 2: the shares of processor and memory that are asked for. */
export function fullnessOf({ node, used }: Room): number {
  const shares = ["cpu", "memory"].map((name) => (used[name] ?? 0) / (node.status.allocatable[name] ?? Infinity));
  return shares.reduce((total, share) => total + share, 0);
}
