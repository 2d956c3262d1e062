import type { ExactKey, ObjectKey } from "../../api/metadata.ts";
import type { WarmPool, WarmPoolStatus } from "../../api/warmPool.ts";
import { HAND_OVER, type RoomInForce, roomInForce } from "../../calendar/roomInForce.ts";
import { type PoolAction, poolAction } from "../../plan/actions/poolAction.ts";
import type { WakeAction, Woken } from "../../plan/actions/wakeAction.ts";
import type { RawObject } from "../../ports/cluster.ts";
import { SECOND } from "../../units/duration.ts";
import { type Instant, instant, parseInstant } from "../../units/instant.ts";
import { replicas } from "../../units/replicas.ts";
import type { Board } from "../board.ts";
import { describeFailures, readOwn } from "../ownObjects.ts";
import { type Pause, pauseOf } from "../pause.ts";
import { holdsRoom, poolOf, poolOfPlaceholder } from "../placeholders.ts";
import { publishStatus, turnAfter } from "../publishStatus.ts";
import { type Controller, type Surroundings, controllerOf, keyOfText, textOfKey } from "../runtime/controller.ts";
import type { Turn } from "../runtime/keyedQueue.ts";
import { expectations } from "./expectations.ts";
import { type ObservedPool, observePool, placeholdersIn, wakersIn } from "./observePool.ts";
import { carryOut } from "./resizePool.ts";
import { carryOutWake, decideWake } from "./wakeScheduler.ts";
import { type Concluded, invalidPoolStatus, poolStatus } from "./warmPoolStatusOf.ts";
import { watchPools } from "./watchPools.ts";

/** Quota, and pods that others preempted, are looked at again this often while a window is open. */
const OPEN_EVERY = 15 * SECOND;
/** A rolling update may ask for one pod more than the target has. */
const SURGE = 1;

/** Holds room for pods that are still to come: placeholders of their shape, in step with the windows. */
export function warmPoolController(surroundings: Surroundings, board: Board): Controller {
  const { cluster, clock, log } = surroundings;
  const expected = expectations();
  /** By pool, only while pods of its target wait beside room. */
  const lastWoken = new Map<string, Woken>();

  async function turn(text: string): Promise<Turn> {
    const key = keyOfText(text);
    const raw = cluster.get("WarmPool", key);
    if (raw === undefined || raw.metadata.deletionTimestamp !== undefined) return sweep(text, key);
    const now = clock.now();
    const read = readOwn("WarmPool", raw);
    if (!read.ok) return concludeInvalid(raw, describeFailures(read.failure), now);
    // Observe, decide, act.
    const pool = read.value;
    const pause = pauseOf(cluster, key.namespace);
    const observed = observePool(cluster, pool, { expected, now });
    const room = roomInForce(pool.spec, now, HAND_OVER);
    const action = decide(observed, { room, pause, suspended: pool.spec.suspend });
    const handingOver = pause === undefined && !pool.spec.suspend && room.open.length + room.ending.length > 0;
    const wake = decideWake(observed, { handingOver, woken: lastWoken.get(text), now });
    if (wake.woken === undefined) lastWoken.delete(text);
    else lastWoken.set(text, wake.woken);
    const failure =
      pause === "freeze"
        ? undefined
        : ((await carryOut(surroundings, expected, { pool, observed, action })) ??
          (await carryOutWake(cluster, { pool, observed, action: wake })));
    announce(key, { action, wake, stuck: observed.nominated.length, now });
    return conclude(pool, { room, observed, action, failure, pause, now }, wake.lookAgainAt);
  }

  /** Without its pool a placeholder has nobody who would ever remove it. */
  async function sweep(text: string, key: ObjectKey): Promise<Turn> {
    let because: string | undefined;
    for (const { metadata } of [...placeholdersIn(cluster, key), ...wakersIn(cluster, key)]) {
      const written = await cluster.deletePod(metadata, metadata.uid ?? "");
      if (!written.ok && written.failure.code !== "NotFound") because = written.failure.message;
    }
    if (because !== undefined) return { kind: "retry", because };
    expected.forget(text);
    lastWoken.delete(text);
    return { kind: "done" };
  }

  async function concludeInvalid(raw: RawObject, message: string, now: Instant): Promise<Turn> {
    const before = raw.status as WarmPoolStatus | undefined;
    const status = invalidPoolStatus(raw.metadata, { before, message, now });
    return turnAfter(await publishStatus(cluster, "WarmPool", { key: keyOf(raw), before, status }));
  }

  async function conclude(pool: WarmPool, result: Concluded, wakeAt: Instant | undefined): Promise<Turn> {
    const { room, failure, now } = result;
    const status = poolStatus(pool, result);
    const published = await publishStatus(cluster, "WarmPool", { key: keyOf(pool), before: pool.status, status });
    if (!published.ok) return turnAfter(published);
    if (failure !== undefined) return { kind: "retry", because: failure.message };
    const open = room.open.length + room.ending.length > 0 ? now + OPEN_EVERY : Infinity;
    const next = Math.min(room.nextChangeAt ?? Infinity, wakeAt ?? Infinity, open);
    return Number.isFinite(next) ? { kind: "done", lookAgainAt: instant(next) } : { kind: "done" };
  }

  function announce(target: ObjectKey, { action, wake, stuck, now }: Announced): void {
    const { create, remove, because } = action;
    if (wake.create) {
      const text = `${stuck} pods wait beside the room that was handed over; a waker makes the scheduler look again`;
      board.did({ at: now, target, text });
      log.info(text, { namespace: target.namespace, name: target.name });
    }
    if (create > 0) board.did({ at: now, target, text: `reserve ${create} more: ${because}` });
    if (remove.length > 0) board.did({ at: now, target, text: `release ${remove.length}: ${because}` });
  }

  return controllerOf(
    {
      name: "warmPool",
      concurrency: 4,
      longestDelay: 30 * SECOND,
      turn,
      watch: (add, hint) => [
        cluster.subscribe("Pod", (key, before, after) => {
          const metadata = (after ?? before)?.metadata;
          const pool = metadata === undefined ? undefined : poolOf(metadata);
          if (pool === undefined) return;
          const text = textOfKey({ namespace: key.namespace, name: pool });
          if (before === undefined && metadata !== undefined && poolOfPlaceholder(metadata) === pool)
            expected.sawCreated(text);
          if (after === undefined) expected.sawDeleted(text, before?.metadata.uid ?? "");
          add(text);
        }),
        ...watchPools(cluster, add, hint),
      ],
    },
    surroundings,
  );
}

interface Announced {
  readonly action: PoolAction;
  readonly wake: WakeAction;
  /** Pods of the target that wait for a nominated node. */
  readonly stuck: number;
  readonly now: Instant;
}

interface Circumstances {
  readonly room: RoomInForce;
  readonly pause: Pause;
  readonly suspended: boolean;
}

function decide(observed: ObservedPool, { room, pause, suspended }: Circumstances): PoolAction {
  const released = pause === "release";
  // Pods that displace nobody need the room given up as soon as they exist.
  const { placeholders, outstanding, quotaLeft, ownPods, scheduledPods, displaces } = observed;
  const silent = released || observed.workload === undefined;
  const action = poolAction({
    open: silent ? [] : room.open,
    ending: silent || !displaces ? [] : room.ending,
    placeholders: placeholders.map((pod) => ({
      uid: pod.metadata.uid ?? "",
      scheduled: holdsRoom(pod),
      createdAt: parseInstant(pod.metadata.creationTimestamp ?? "") ?? 0,
    })),
    unseen: outstanding,
    ownPods: { existing: replicas(ownPods), scheduled: replicas(displaces ? scheduledPods : ownPods) },
    quota: quotaLeft === undefined ? undefined : { free: quotaLeft.more, surge: SURGE },
  });
  // A suspended pool takes no more room; what its windows no longer ask for goes all the same.
  return suspended ? { ...action, create: 0 } : action;
}

function keyOf({ metadata: { namespace, name, uid } }: Pick<RawObject, "metadata">): ExactKey {
  return { namespace, name, uid };
}
