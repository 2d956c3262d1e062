import type { Asker, Segment } from "../curve/curve.ts";
import { keptForecastText } from "../curve/reasons.ts";
import type { Snapshot } from "../snapshot.ts";

/** Without a forecast, the floors that the last one led to stand until they end by themselves: a largest age. */
export function keptForecast({ previous, now }: Snapshot, most: number): readonly Segment[] {
  const by: Asker = { source: "Forecast", readyBefore: 0, text: keptForecastText };
  return (previous?.floors ?? [])
    .filter(({ source, end }) => source === "Forecast" && end > now)
    .map(({ start, end, minReplicas }) => ({
      start: Math.max(start, now),
      end,
      level: Math.min(minReplicas, most),
      by,
    }));
}
