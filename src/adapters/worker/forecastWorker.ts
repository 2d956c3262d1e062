import { parentPort } from "node:worker_threads";
import { forecast } from "../../forecast/forecast.ts";
import type { ForecastOutcome, ForecastRequest } from "../../forecast/forecastTypes.ts";
import { success } from "../../units/result.ts";
import { packed, unpacked } from "./packedMemory.ts";

// The other side of workerForecaster: one request in, one outcome out, in order.
parentPort?.on("message", ({ id, request }: { readonly id: number; readonly request: ForecastRequest }) => {
  parentPort?.postMessage({ id, outcome: answerTo(request) });
});

function answerTo({ memory, ...question }: ForecastRequest): ForecastOutcome {
  const outcome = forecast(memory === undefined ? question : { ...question, memory: unpacked(memory) });
  if (!outcome.ok || outcome.value.memory === undefined) return outcome;
  return success({ ...outcome.value, memory: packed(outcome.value.memory) });
}
