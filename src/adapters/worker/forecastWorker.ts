import { parentPort } from "node:worker_threads";
import { forecast } from "../../forecast/forecast.ts";
import type { ForecastRequest } from "../../forecast/forecastTypes.ts";

// The other side of workerForecaster: one request in, one outcome out, in order.
parentPort?.on("message", ({ id, request }: { readonly id: number; readonly request: ForecastRequest }) => {
  parentPort?.postMessage({ id, outcome: forecast(request) });
});
