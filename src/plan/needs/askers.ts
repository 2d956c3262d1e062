import type { Asker } from "../curve/curve.ts";
import { campaignText, forecastText, type Raise } from "../curve/reasons.ts";
import type { DemandWindow } from "../declared/demandWindow.ts";
import type { Capacity } from "../demand/replicasFor.ts";

/** Who asks for what is needed: one object each, however often it is asked, so that equal neighbours can be joined. */
export interface Askers {
  readonly forecast: Asker;
  /** The forecast, Ready so many milliseconds ahead. */
  readonly early: (readyBefore: number) => Asker;
  /** One object per set of campaigns, by their names. */
  readonly campaigns: (windows: readonly DemandWindow[], readyBefore: number) => Asker;
}

/** @param percentile whole percent, of the forecast; without one nothing is asked for it */
export function askersOf(
  percentile: number | undefined,
  { headroomPercent }: Pick<Capacity, "headroomPercent">,
): Askers {
  const known = new Map<string, Asker>();
  const once = (id: string, asker: Asker): Asker => {
    const first = known.get(id) ?? asker;
    known.set(id, first);
    return first;
  };
  const text = (level: number): string => forecastText(level, percentile ?? 0, headroomPercent);
  const forecast: Asker = { source: "Forecast", readyBefore: 0, text };
  return {
    forecast,
    early: (readyBefore) => once(`${readyBefore}`, { ...forecast, readyBefore }),
    campaigns: (windows, readyBefore) => {
      const names = [...new Set(windows.map(({ campaign }) => campaign))].sort();
      const raised = windows.reduce<Raise>((most, { raised: one = most }) => (one.factor > most.factor ? one : most), {
        factor: 1,
        above: "declared",
      });
      const text = (level: number): string => campaignText(level, names, raised);
      const asker: Asker = { source: "Campaign", readyBefore, text, campaigns: names };
      return once(`${readyBefore} ${raised.factor} ${raised.above} ${names.join(" ")}`, asker);
    },
  };
}
