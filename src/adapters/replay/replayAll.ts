import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { backtest, type Question, type Run } from "../../backtest/backtest.ts";
import type { RecordedLoad } from "../../backtest/recordedLoad.ts";
import type { Failure } from "../../units/failure.ts";
import { type Result, success } from "../../units/result.ts";
import { threadProgram } from "../files/threadProgram.ts";
import type { Job } from "./replayWorker.ts";

type Answer = Result<readonly Run[], Failure>;

/**
 * Replays all recordings, on as many threads as the machine has cores; the runs come in the order of the recordings.
 * @returns the first failure in that order, when any recording could not be replayed
 */
export async function replayAll(
  loads: readonly RecordedLoad[],
  question: Question,
  progress: (done: number, all: number) => void = () => undefined,
): Promise<Answer> {
  const file = threadProgram(import.meta.url, "replayWorker");
  const threads = file === undefined ? 1 : Math.min(availableParallelism(), loads.length);
  let done = 0;
  const finished = (): void => progress(++done, loads.length);
  const answers =
    threads <= 1 || file === undefined
      ? await inTurn(loads, question, finished)
      : await onThreads(file, { loads, question, threads, finished });
  const bad = answers.find((answer) => !answer.ok);
  return bad ?? success(answers.flatMap((answer) => (answer.ok ? answer.value : [])));
}

async function inTurn(loads: readonly RecordedLoad[], question: Question, finished: () => void) {
  const answers: Answer[] = [];
  for (const load of loads) {
    answers.push(backtest(load, question));
    finished();
    // Lets the progress bar be drawn between two long computations.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return answers;
}

interface Work {
  readonly loads: readonly RecordedLoad[];
  readonly question: Question;
  readonly threads: number;
  readonly finished: () => void;
}

async function onThreads(file: URL, { loads, question, threads, finished }: Work): Promise<readonly Answer[]> {
  const answers: Answer[] = new Array<Answer>(loads.length);
  let next = 0;
  const oneThread = async (): Promise<void> => {
    const worker = new Worker(file, { execArgv: [] });
    try {
      for (let i = next++; i < loads.length; i = next++) {
        answers[i] = await ask(worker, { load: loads[i]!, question });
        finished();
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, oneThread));
  return answers;
}

function ask(worker: Worker, job: Job): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.once("message", (answer: Answer) => {
      worker.off("error", reject);
      resolve(answer);
    });
    worker.once("error", reject);
    worker.postMessage(job);
  });
}
