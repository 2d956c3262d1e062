import { FLOOR_ANNOTATION } from "../../api/metadata.ts";
import type { FloorAction } from "../../plan/actions/floorAction.ts";
import type { WriteFailure } from "../../ports/cluster.ts";
import { MINUTE, SECOND } from "../../units/duration.ts";
import { type Instant, instant } from "../../units/instant.ts";
import type { Board } from "../board.ts";
import { type Controller, type Surroundings, controllerOf } from "../runtime/controller.ts";
import type { Turn } from "../runtime/keyedQueue.ts";
import { targetOfText } from "../targets.ts";
import { type AnswerLimit, answerLimit } from "./answerLimit.ts";
import { announceFloor } from "./announceFloor.ts";
import type { Carrier } from "./carrier.ts";
import type { Enforced } from "./cronHpaStatusOf.ts";
import { type Decided, decideTarget, earliest } from "./decideTarget.ts";
import { enforceFloor } from "./enforceFloor.ts";
import { type ObservedTarget, observeTarget, rawCronHpasOf } from "./observeTarget.ts";
import { patience } from "./patience.ts";
import { watchTargets } from "./watchTargets.ts";
import { writeCronHpaStatuses } from "./writeCronHpaStatuses.ts";

/** While a floor of ours stands it is looked at this often, whatever is or is not reported. */
const STANDING_EVERY = MINUTE;
/** The API server may be away for long; when it is back, floors are put right within this. */
const LONGEST_DELAY = 30 * SECOND;

/** Keeps each target's floor at the largest that its CronHPAs ask for now, and gives back what it found. */
export function cronHpaController(surroundings: Surroundings, board: Board): Controller {
  const { cluster, clock } = surroundings;
  const limits = new Map<string, AnswerLimit>();
  const conflicts = patience();

  /** Observe, decide, act. */
  async function turn(text: string): Promise<Turn> {
    const now = clock.now();
    const observed = observeTarget(cluster, targetOfText(text));
    const decided = decideTarget(observed, now);
    return act(text, observed, decided, now);
  }

  async function act(text: string, observed: ObservedTarget, decided: Decided, now: Instant): Promise<Turn> {
    const { action } = decided;
    const carrier = observed.carrier.ok ? observed.carrier.value : undefined;
    const leftOver = await giveBackStrays(observed, decided, now);
    const { waitUntil, writeFailure } = await write(text, observed, { action, carrier }, now);
    if (conflicts.isPassing(text, writeFailure, now)) return { kind: "retry", because: "somebody else wrote first" };
    const enforced = enforcedOf(text, observed, { decided, writeFailure, now });
    const failure = await writeCronHpaStatuses(cluster, observed, enforced, now);
    if (!carries(carrier) && rawCronHpasOf(cluster, observed.target).length === 0) limits.delete(text);
    const because = writeFailure?.message ?? leftOver?.message ?? failure?.message;
    if (because !== undefined) return { kind: "retry", because };
    const stands = [carrier, ...observed.strays].map((each) => standing(each, now));
    return { kind: "done", lookAgainAt: earliest([waitUntil, decided.lookAgainAt, ...stands]) };
  }

  /** Carries out the one decision, unless another writer was answered a moment ago. */
  async function write(
    text: string,
    { target }: ObservedTarget,
    { action, carrier }: Act,
    now: Instant,
  ): Promise<Done> {
    if (action === undefined || carrier === undefined) return {};
    const limit = limitOf(text);
    const allowed = limit.mayAct(action, carrier, now);
    if (allowed > now) return { waitUntil: allowed };
    const written = await enforceFloor(cluster, action, carrier);
    if (!written.ok) return { writeFailure: written.failure };
    limit.acted(action, carrier, now);
    announceFloor(surroundings, board, { action, carrier, target, now });
    return {};
  }

  async function giveBackStrays(
    { target }: ObservedTarget,
    { returns }: Decided,
    now: Instant,
  ): Promise<WriteFailure | undefined> {
    let failure: WriteFailure | undefined;
    for (const { stray, action } of returns) {
      const written = await enforceFloor(cluster, action, stray);
      if (written.ok) announceFloor(surroundings, board, { action, carrier: stray, target, now });
      else failure = written.failure;
    }
    return failure;
  }

  function enforcedOf(
    text: string,
    observed: ObservedTarget,
    { decided, writeFailure, now }: { decided: Decided; writeFailure: WriteFailure | undefined; now: Instant },
  ): Enforced {
    const { action } = decided;
    const seen = observed.carrier.ok ? observed.carrier.value : undefined;
    const isApplied = action?.kind === "apply" && writeFailure === undefined;
    const stood = action?.kind === "giveBack" || action?.kind === "forget" ? undefined : seen?.floor.record?.applied;
    return {
      carrier: observed.carrier.ok ? observed.carrier.value : observed.carrier.failure,
      action,
      writeFailure,
      frozen: decided.frozen,
      pause: observed.pause,
      applied: isApplied ? action.to : stood,
      shortBy: decided.shortBy,
      fought: limits.get(text)?.foughtBy(now),
    };
  }

  function limitOf(text: string): AnswerLimit {
    const limit = limits.get(text) ?? answerLimit();
    limits.set(text, limit);
    return limit;
  }

  return controllerOf(
    {
      name: "cronHpa",
      concurrency: 8,
      longestDelay: LONGEST_DELAY,
      turn,
      watch: (add, hint) => watchTargets(cluster, add, hint),
    },
    surroundings,
  );
}

interface Act {
  readonly action: FloorAction | undefined;
  readonly carrier: Carrier | undefined;
}

interface Done {
  readonly waitUntil?: Instant;
  readonly writeFailure?: WriteFailure;
}

function carries(carrier: Carrier | undefined): boolean {
  return carrier?.metadata.annotations?.[FLOOR_ANNOTATION] !== undefined;
}

/** While replicas are kept up by missing metrics, their count, which calls for no turn, decides a condition. */
function standing(carrier: Carrier | undefined, now: Instant): Instant | undefined {
  return carries(carrier) || carrier?.metricsAway === true ? instant(now + STANDING_EVERY) : undefined;
}
