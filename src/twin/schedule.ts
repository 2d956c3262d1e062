import { formatInstant, instant } from "../units/instant.ts";
import { listed, put, removed } from "./objects.ts";
import { fullnessOf, hasRoomFor, type Room, roomOf, roomsIn, withPod } from "./rooms.ts";
import type { TwinPod, TwinState } from "./state.ts";

type Rooms = ReadonlyMap<string, Room>;
interface Pass {
  readonly state: TwinState;
  readonly rooms: Rooms;
}

/**
 * One pass of the scheduler: pods by priority, then by age; each to the node that is least full. One that fits nowhere
 * preempts the fewest pods of lower priority, and binds a moment later; until then their room is kept for it.
 */
export function scheduled(state: TwinState): TwinState {
  const pending = pendingOf(state);
  if (pending.length === 0) return state;
  return pending.reduce(placed, { state, rooms: roomsIn(state) } as Pass).state;
}

/** Pods that no node can take as things stand, none being made room for. */
export function unschedulable(state: TwinState): readonly TwinPod[] {
  const pending = pendingOf(state).filter(({ life }) => life.nominated === undefined);
  if (pending.length === 0) return [];
  const rooms = roomsIn(state);
  return pending.filter((pod) => roomiest(rooms, pod) === undefined);
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

function placed(pass: Pass, pod: TwinPod): Pass {
  const { state, rooms } = pass;
  const { nominated } = pod.life;
  // Its room counts as taken already.
  if (nominated !== undefined)
    return nominated.at > state.now ? pass : { state: bound(state, pod, nominated.node), rooms };
  const room = roomiest(rooms, pod);
  if (room !== undefined) {
    return { state: bound(state, pod, room.node.metadata.name), rooms: withRoom(rooms, withPod(room, pod)) };
  }
  const victims = pod.life.preempts ? fewestVictims(rooms, pod) : undefined;
  return victims === undefined ? pass : preempted(pass, pod, victims);
}

function preempted({ state, rooms }: Pass, pod: TwinPod, { room, pods }: Victims): Pass {
  const emptied = pods.reduce((rest, { metadata }) => removed(rest, "Pod", metadata), state);
  const nominated = { node: room.node.metadata.name, at: instant(state.now + state.settings.preemption) };
  const left = roomOf(
    room.node,
    room.pods.filter((other) => !pods.includes(other)),
  );
  return {
    state: put(emptied, "Pod", { ...pod, life: { ...pod.life, nominated } }),
    rooms: withRoom(rooms, withPod(left, pod)),
  };
}

function withRoom(rooms: Rooms, room: Room): Rooms {
  return new Map(rooms).set(room.node.metadata.name, room);
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

/** The node that is least full; the first among equals. */
function roomiest(rooms: Rooms, pod: TwinPod): Room | undefined {
  let best: { readonly room: Room; readonly fullness: number } | undefined;
  for (const room of rooms.values()) {
    const fullness = fullnessOf(room);
    if (best !== undefined && best.fullness <= fullness) continue;
    if (hasRoomFor(room, pod)) best = { room, fullness };
  }
  return best?.room;
}

interface Victims {
  readonly room: Room;
  readonly pods: readonly TwinPod[];
}

function fewestVictims(rooms: Rooms, pod: TwinPod): Victims | undefined {
  let best: Victims | undefined;
  for (const room of rooms.values()) {
    const pods = victimsIn(room, pod);
    if (pods === undefined || (best !== undefined && best.pods.length <= pods.length)) continue;
    best = { room, pods };
  }
  return best;
}

/** The pods of lowest priority, youngest first, whose end makes room; undefined where even all of them would not. */
function victimsIn({ node, pods }: Room, pod: TwinPod): readonly TwinPod[] | undefined {
  const lower = pods
    .filter(({ spec }) => spec.nodeName !== undefined && spec.priority < pod.spec.priority)
    .toSorted((a, b) => a.spec.priority - b.spec.priority || versionOf(b) - versionOf(a));
  for (let count = 1; count <= lower.length; count++) {
    const victims = lower.slice(0, count);
    const rest = pods.filter((other) => !victims.includes(other));
    if (hasRoomFor(roomOf(node, rest), pod)) return victims;
  }
  return undefined;
}

function versionOf({ metadata }: TwinPod): number {
  return Number(metadata.uid?.replace("uid-", "") ?? 0);
}

function compare(a = "", b = ""): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
