import { type Board, createBoard } from "./board.ts";
import { campaignController } from "./campaign/campaignController.ts";
import { cronHpaController } from "./cronHpa/cronHpaController.ts";
import { unledCronHpas } from "./cronHpa/unledCronHpas.ts";
import { predictiveAutoscalerController } from "./predictiveAutoscaler/predictiveAutoscalerController.ts";
import type { Controller, Surroundings } from "./runtime/controller.ts";
import { scalingPolicyController } from "./scalingPolicy/scalingPolicyController.ts";
import { warmPoolController } from "./warmPool/warmPoolController.ts";

/** `enforce` keeps floors and room as written, without Prometheus; `plan` writes them; `all` does both. */
export type Which = "enforce" | "plan" | "all";

export interface Running {
  /** The latest decisions, for `explain` and the status page. */
  readonly board: Board;
  readonly controllers: readonly Controller[];
  /** Whether any turn is under way or due now. A simulated clock moves on only when none is. */
  busy(): boolean;
  /** Resolves when no turn of any controller is under way or due. */
  settled(): Promise<void>;
  /** Ends the turns under way and starts no other; the objects stay as they are. */
  stop(): Promise<void>;
}

/** Starts the controllers on whatever world they are given: a cluster, or the twin. */
export function startControllers({ which, ...surroundings }: Surroundings & { readonly which: Which }): Running {
  const board = createBoard();
  const enforcing = () => [
    cronHpaController(surroundings, board),
    unledCronHpas(surroundings),
    warmPoolController(surroundings, board),
  ];
  const planning = () => [
    predictiveAutoscalerController(surroundings, board),
    campaignController(surroundings, board),
    scalingPolicyController(surroundings),
  ];
  const controllers: readonly Controller[] = [
    ...(which === "plan" ? [] : enforcing()),
    ...(which === "enforce" ? [] : planning()),
  ];
  for (const controller of controllers) controller.start();
  const busy = () => controllers.some((controller) => controller.busy());
  return {
    board,
    controllers,
    busy,
    async settled() {
      // What one settles may wake another, so all must be found at rest in one look.
      while (busy()) await Promise.all(controllers.map((controller) => controller.settled()));
    },
    async stop() {
      await Promise.all(controllers.map((controller) => controller.stop()));
    },
  };
}
