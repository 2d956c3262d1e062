import type { History } from "../ports/history.ts";

/** Without a Prometheus nothing is known of demand, which is not the same as no demand. */
export function noHistory(): History {
  return {
    read: () =>
      Promise.resolve({
        state: "HttpError",
        series: undefined,
        failure: {
          code: "NoPrometheus",
          message: "no Prometheus is configured",
          remedy: "give --prometheus-url; until then only declared campaigns and written plans act",
        },
      }),
  };
}
