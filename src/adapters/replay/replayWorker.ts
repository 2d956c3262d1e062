import { parentPort } from "node:worker_threads";
import { backtest, type Question } from "../../backtest/backtest.ts";
import type { RecordedLoad } from "../../backtest/recordedLoad.ts";

/** One recording to replay; answers with what `backtest` returns. */
export interface Job {
  readonly load: RecordedLoad;
  readonly question: Question;
}

parentPort?.on("message", ({ load, question }: Job) => parentPort?.postMessage(backtest(load, question)));
