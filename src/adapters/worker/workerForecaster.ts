import { Worker } from "node:worker_threads";
import type { ForecastOutcome, ForecastRequest } from "../../forecast/forecastTypes.ts";
import type { Forecaster } from "../../ports/forecaster.ts";
import type { Log } from "../../ports/telemetry.ts";
import { failed } from "../../units/result.ts";
import { threadProgram } from "../files/threadProgram.ts";

export interface WorkerForecaster extends Forecaster {
  close(): Promise<void>;
}

export interface WorkerSettings {
  readonly log: Log;
  /** Milliseconds for one forecast, waiting in line included. */
  readonly deadline?: number;
  /** The program of the worker; a test gives one that never answers. */
  readonly program?: URL;
}

const DEADLINE = 30_000;
/** Requests in line; beyond it the caller keeps the forecast it has and asks again later. */
const MOST_WAITING = 500;

interface Waiting {
  readonly resolve: (outcome: ForecastOutcome) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Fits in one worker thread, so that the loop which renews the Lease never waits for one. A worker that hangs is
 * replaced.
 */
export function workerForecaster({
  log,
  deadline = DEADLINE,
  program = threadProgram(import.meta.url, "forecastWorker") ?? new URL("./forecastWorker.js", import.meta.url),
}: WorkerSettings): WorkerForecaster {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;

  function current(): Worker {
    if (worker !== undefined) return worker;
    const started = new Worker(program, { execArgv: [] });
    started.unref();
    started.on("message", ({ id, outcome }: { id: number; outcome: ForecastOutcome }) => settle(id, outcome));
    started.on("error", (cause) => replace(started, `the forecast worker failed: ${String(cause)}`));
    return (worker = started);
  }

  function settle(id: number, outcome: ForecastOutcome): void {
    const entry = waiting.get(id);
    if (entry === undefined) return;
    clearTimeout(entry.timer);
    waiting.delete(id);
    entry.resolve(outcome);
  }

  /** Everyone in line is told; what they keep is the forecast they have. */
  function replace(old: Worker, message: string): void {
    if (worker !== old) return;
    worker = undefined;
    log.error(message);
    for (const id of [...waiting.keys()]) settle(id, failed(refusal("ForecastFailed", message)));
    void old.terminate();
  }

  return {
    forecast: (request: ForecastRequest) =>
      new Promise((resolve) => {
        if (waiting.size >= MOST_WAITING) {
          const message = `${MOST_WAITING} forecasts are waiting already`;
          return resolve(failed(refusal("ForecastQueueFull", message)));
        }
        const id = ++lastId;
        const asked = current();
        const late = () => {
          settle(id, failed(refusal("ForecastDeadline", `no forecast within ${deadline / 1000} s`)));
          replace(asked, "the forecast worker passed its deadline and is replaced");
        };
        waiting.set(id, { resolve, timer: setTimeout(late, deadline) });
        asked.postMessage({ id, request });
      }),
    close: async () => {
      for (const id of [...waiting.keys()]) settle(id, failed(refusal("ForecastFailed", "the program stops")));
      await worker?.terminate();
      worker = undefined;
    },
  };
}

function refusal(code: string, message: string) {
  return { code, message, remedy: "the forecast in hand is kept, and another is made later" };
}
