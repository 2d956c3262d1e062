import type { ForecastOutcome, ForecastRequest } from "../forecast/forecastTypes.ts";

/** Where fits run: in worker threads, so that the loop which renews the Lease never waits for one. */
export interface Forecaster {
  /** Fails with `ForecastDeadline` when it took too long: the caller keeps the forecast it has. */
  forecast(request: ForecastRequest): Promise<ForecastOutcome>;
}
