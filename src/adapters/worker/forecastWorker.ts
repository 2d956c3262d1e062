import { parentPort } from "node:worker_threads";
import { forecast } from "../../forecast/forecast.ts";
import type { ForecastOutcome, ForecastRequest } from "../../forecast/forecastTypes.ts";
import { failed, success } from "../../units/result.ts";
import { packed, unpacked } from "./packedMemory.ts";

// The other side of workerForecaster: one request in, one outcome out, in order.
parentPort?.on("message", ({ id, request }: { readonly id: number; readonly request: ForecastRequest }) => {
  parentPort?.postMessage({ id, outcome: answerTo(request) });
});

/**
 * What breaks on one series breaks for it alone: who is in line behind it is answered. What breaks on what an earlier
 * forecast left behind is made without that.
 */
function answerTo(request: ForecastRequest): ForecastOutcome {
  try {
    return answered(request);
  } catch (cause) {
    const { memory, ...anew } = request;
    const message = `the forecast broke off: ${String(cause)}`;
    if (memory === undefined) return failed({ code: "ForecastFailed", message, remedy: REMEDY });
    const outcome = answerTo(anew);
    const warning = `${message}; made without what the one before left behind`;
    return outcome.ok ? success({ ...outcome.value, warnings: [...outcome.value.warnings, warning] }) : outcome;
  }
}

const REMEDY = "the forecast in hand is kept; report it with the history of its signals, it is a fault of the engine";

function answered({ memory, ...question }: ForecastRequest): ForecastOutcome {
  const outcome = forecast(memory === undefined ? question : { ...question, memory: unpacked(memory) });
  if (!outcome.ok || outcome.value.memory === undefined) return outcome;
  return success({ ...outcome.value, memory: packed(outcome.value.memory) });
}
