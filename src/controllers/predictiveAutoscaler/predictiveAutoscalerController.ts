import { PAUSE_ANNOTATION, type ObjectKey } from "../../api/metadata.ts";
import type { PredictiveAutoscaler, PredictiveAutoscalerStatus } from "../../api/predictiveAutoscaler.ts";
import { MINUTE, SECOND, milliseconds } from "../../units/duration.ts";
import type { Failure } from "../../units/failure.ts";
import { type Instant, instant } from "../../units/instant.ts";
import type { RawObject } from "../../ports/cluster.ts";
import type { Board } from "../board.ts";
import { pausedWords, pauseOf } from "../pause.ts";
import { describeFailures, readOwn } from "../ownObjects.ts";
import { publishStatus, turnAfter } from "../publishStatus.ts";
import { type Controller, type Surroundings, controllerOf, keyOfText, textOfKey } from "../runtime/controller.ts";
import type { Turn } from "../runtime/keyedQueue.ts";
import { carrierOf, scaledToZero } from "../cronHpa/carrier.ts";
import { targetOf } from "../targets.ts";
import { type AutoscalerMemory, autoscalerMemory } from "./autoscalerMemory.ts";
import { awaitEnforcement, versionOfPlan } from "./awaitEnforcement.ts";
import { type Outcome, autoscalerStatus } from "./autoscalerStatus.ts";
import { decide } from "./decide.ts";
import { publishPlan } from "./publishPlan.ts";
import { turnBudget } from "./turnBudget.ts";
import { watchAutoscalers } from "./watchAutoscalers.ts";
import { writePlan } from "./writePlan.ts";

/** Every autoscaler looks at least this often. */
const TURN_EVERY = 30 * SECOND;
/** One that cannot plan is woken by what it waits for; this is for what nobody watches. */
const STALLED_EVERY = MINUTE;

/** A slow Prometheus must not hold up a campaign: a sixth of the reaction that a plan counts with. */
const PATIENCE = milliseconds(5 * SECOND);

/** Turns inputs into plans, and writes a plan down where it differs from the one that stands. */
export function predictiveAutoscalerController(surroundings: Surroundings, board: Board): Controller {
  const { cluster, clock, telemetry } = surroundings;
  const memories = new Map<string, AutoscalerMemory>();
  const budget = turnBudget();

  async function turn(text: string): Promise<Turn> {
    const key = keyOfText(text);
    const raw = cluster.get("PredictiveAutoscaler", key);
    if (raw === undefined || raw.metadata.deletionTimestamp !== undefined) return forget(key);
    const read = readOwn("PredictiveAutoscaler", raw);
    if (!read.ok) {
      board.forget(key);
      return conclude(raw, { kind: "stalled", failure: invalid(read.failure) }, STALLED_EVERY);
    }
    return planOne(read.value, raw, memoryOf(text));
  }

  async function planOne(autoscaler: PredictiveAutoscaler, raw: RawObject, memory: AutoscalerMemory): Promise<Turn> {
    const paused = pausedBy(autoscaler);
    if (paused !== undefined) return conclude(raw, { kind: "paused", by: paused }, STALLED_EVERY);
    const awaited = awaitEnforcement(memory, cluster, { autoscaler, now: clock.now() });
    if (awaited !== undefined) return { kind: "done", lookAgainAt: awaited };
    const decided = await decide(surroundings, autoscaler, { memory, budget, patience: PATIENCE });
    // It took its time: what was deleted or changed meanwhile has called for another turn, and for no plan any more.
    if (isOutdated(raw)) return { kind: "done" };
    if (!decided.ok) return conclude(raw, { kind: "stalled", failure: decided.failure }, STALLED_EVERY);
    const { snapshot, plan } = decided.value;
    const { now } = snapshot;
    const version = versionOfPlan(cluster, autoscaler.metadata);
    const written = await writePlan(cluster, autoscaler, plan, now);
    memory.writtenOver = written.ok && written.value.wrote.includes("CronHPA") ? { version } : undefined;
    publishPlan(surroundings, board, { autoscaler, snapshot, plan, before: memory.lastPlan });
    memory.lastPlan = plan;
    const outcome: Outcome = {
      kind: "planned",
      snapshot,
      plan,
      inputFailure: memory.inputs.live?.failure,
      refitFailure: memory.inputs.refitFailure,
      writeFailure: written.ok ? undefined : written.failure,
      unheeded: unheeded(autoscaler),
    };
    const done = await conclude(raw, outcome, TURN_EVERY, plan.lookAgainAt);
    if (done.kind === "done" && !written.ok) return { kind: "retry", because: written.failure.message };
    return done;
  }

  async function conclude(raw: RawObject, outcome: Outcome, every: number, lookAgainAt?: Instant): Promise<Turn> {
    const now = clock.now();
    const { namespace, name, uid } = raw.metadata;
    board.see({ namespace, name });
    // Figures of a turn that does not come again must not stand there as if they were of now.
    if (outcome.kind !== "planned") telemetry.forget({ namespace, name });
    const before = raw.status as PredictiveAutoscalerStatus | undefined;
    const object = { metadata: raw.metadata, ...(before === undefined ? {} : { status: before }) };
    const status = autoscalerStatus(object, outcome, now);
    const key = { namespace, name, uid };
    const published = await publishStatus(cluster, "PredictiveAutoscaler", { key, before, status });
    if (!published.ok) return turnAfter(published);
    const latest = now + every;
    // An appointment in the past would only spin: the next regular look comes soon enough.
    const soon = lookAgainAt !== undefined && lookAgainAt > now ? Math.min(lookAgainAt, latest) : latest;
    return { kind: "done", lookAgainAt: instant(soon) };
  }

  function isOutdated({ metadata: { namespace, name, uid, generation } }: RawObject): boolean {
    const latest = cluster.get("PredictiveAutoscaler", { namespace, name })?.metadata;
    if (latest === undefined || latest.deletionTimestamp !== undefined) return true;
    return latest.uid !== uid || latest.generation !== generation;
  }

  function unheeded({ metadata, spec }: PredictiveAutoscaler): Failure | undefined {
    if (spec.mode !== "Automatic") return undefined;
    const carrier = carrierOf(cluster, targetOf(spec.scaleTargetRef, metadata.namespace));
    return carrier.ok && carrier.value.switchedOff ? scaledToZero(carrier.value) : undefined;
  }

  function pausedBy({ metadata, spec }: PredictiveAutoscaler): string | undefined {
    const pause = pauseOf(cluster, metadata.namespace);
    if (pause !== undefined) return `${pausedWords(pause)}, by its annotation ${PAUSE_ANNOTATION}`;
    return spec.suspend ? "spec.suspend is true: the floor stays as it is" : undefined;
  }

  function memoryOf(text: string): AutoscalerMemory {
    const memory = memories.get(text) ?? autoscalerMemory();
    memories.set(text, memory);
    return memory;
  }

  function forget(key: ObjectKey): Turn {
    memories.delete(textOfKey(key));
    board.forget(key);
    telemetry.forget(key);
    return { kind: "done" };
  }

  return controllerOf(
    {
      name: "predictiveAutoscaler",
      concurrency: 8,
      longestDelay: 60_000,
      // Turns may wait for Prometheus: what is only due again must not stand before a campaign that was just filed.
      appointed: "look",
      turn,
      watch: (add, _, look) => watchAutoscalers(cluster, add, look),
    },
    surroundings,
  );
}

function invalid(failures: readonly Failure[]): Failure {
  return {
    code: "InvalidSpec",
    message: describeFailures(failures),
    remedy: "correct the fields; until then the last plan stays in force and no new one is made",
  };
}
