import { placeholdersFor, type PoolWindow } from "../../calendar/roomInForce.ts";
import type { Replicas } from "../../units/replicas.ts";

/** A placeholder that stands or waits, of the pool in question. */
export interface StandingPlaceholder {
  readonly uid: string;
  /** It holds room on a node; else it waits for some. */
  readonly scheduled: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** All that the size of one pool depends on at one moment. */
export interface PoolState {
  /** Windows in force. */
  readonly open: readonly PoolWindow[];
  /** Windows that ended within the hand-over grace: they order nothing, but what stands for them may stay. */
  readonly ending: readonly PoolWindow[];
  readonly placeholders: readonly StandingPlaceholder[];
  /** Created by us, but not yet seen: a slow view must not make us create them twice. */
  readonly unseen: number;
  readonly ownPods: {
    /** Of the target, those that wait for room included. */
    readonly existing: Replicas;
    /** Of the target, those that have a node. */
    readonly scheduled: Replicas;
  };
  /** Pods of this shape that the namespace's quota still admits, the placeholders counted as used. */
  readonly quota: { readonly free: number; readonly surge: number } | undefined;
}

export interface PoolAction {
  readonly create: number;
  /** uids of placeholders. */
  readonly remove: readonly string[];
  /** Placeholders wanted now, quota applied. */
  readonly wanted: number;
  /** How many of those asked for the quota leaves no room for. */
  readonly shortBy: number;
  readonly because: string;
}

/**
 * How many placeholders to create, and which to remove. Own pods and placeholders together never exceed the promise.
 *
 * - To create, own pods count as soon as they exist: what they preempt is not created again, which would make the node
 *   autoscaler buy the capacity twice.
 * - To remove, they count only once they have a node: else the room would be given away before they took it.
 * - Under a quota, room for the real pods that are still to come is left free: placeholders that fill a quota would
 *   keep
 *   real pods from being created, and nothing would ever be preempted.
 */
export function poolAction(state: PoolState): PoolAction {
  const { open, ending, placeholders, unseen, ownPods } = state;
  const stand = placeholders.length + unseen;
  const asked = placeholdersFor(open, ownPods.existing);
  const most = mostByQuota(state);
  const wanted = Math.min(asked, most);
  const mayStay = Math.min(placeholdersFor([...open, ...ending], ownPods.scheduled), most);
  const surplus = Math.max(0, placeholders.length - mayStay);
  return {
    create: surplus > 0 ? 0 : Math.max(0, wanted - stand),
    remove: [...placeholders]
      .sort(leastWorthFirst)
      .slice(0, surplus)
      .map(({ uid }) => uid),
    wanted,
    shortBy: Math.max(0, asked - most),
    because: reasonFor(state, { asked, wanted }),
  };
}

/** Placeholders that leave quota for the own pods that are promised, and for a rollout's surge. */
function mostByQuota({ open, placeholders, unseen, ownPods, quota }: PoolState): number {
  if (quota === undefined) return Infinity;
  const promised = open.reduce((most, { upTo }) => Math.max(most, upTo ?? 0), 0);
  const toCome = Math.max(0, promised - ownPods.existing);
  return Math.max(0, placeholders.length + unseen + quota.free - toCome - quota.surge);
}

/** Total: those that hold no room, then the youngest, then by uid. */
function leastWorthFirst(a: StandingPlaceholder, b: StandingPlaceholder): number {
  if (a.scheduled !== b.scheduled) return a.scheduled ? 1 : -1;
  if (a.createdAt !== b.createdAt) return b.createdAt - a.createdAt;
  return a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : 0;
}

function reasonFor({ open, ending, ownPods }: PoolState, { asked, wanted }: { asked: number; wanted: number }): string {
  if (wanted < asked) return `the quota leaves room for ${wanted} of ${asked} placeholders beside the pods to come`;
  if (open.length > 0) {
    const reason = open.find(({ replicas }) => replicas > 0)?.reason ?? "window";
    return `${reason}; ${ownPods.existing} pods exist, so ${wanted} placeholders`;
  }
  return ending.length > 0 ? "the window has ended; room is handed over" : "no window is in force";
}
