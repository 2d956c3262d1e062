import type { CampaignSpec, Peak } from "../../api/campaign.ts";
import type { DeclaredWindow, Forecast } from "../../forecast/forecastTypes.ts";
import { DAY } from "../../units/duration.ts";
import { instant } from "../../units/instant.ts";
import type { Series } from "../../units/series.ts";
import { contains, overlaps, type Window } from "../../units/window.ts";
import { meanShare, profileOf } from "../declared/profiles.ts";
import { busiestHour } from "../demand/busiestHour.ts";

/** What one occurrence brought, as the multiplier that would have declared it: a natural logarithm. */
export interface CampaignUplift {
  /** Name of the campaign. */
  readonly campaign: string;
  /** By what the multiplier is of; absent where the history does not tell it. */
  readonly logMultiplier: Readonly<Partial<Record<NonNullable<Peak["of"]>, number>>>;
}

export interface Seen {
  /** Demand on an even grid, NaN for a gap. */
  readonly training: Series;
  /** All occurrences of all campaigns of the target, by their names. */
  readonly declared: readonly DeclaredWindow[];
  /** What the forecast measured of those that are over. */
  readonly past: Forecast["pastUplifts"];
}

/**
 * Of `SameTime` it is the mean over the window, undone of the profile: a sale that decays brings less on average than
 * at its start, and the start is what is declared. Of `BusiestHour` it is the largest sample over the busiest hour of
 * the 7 days before. An occurrence that another campaign overlaps teaches nothing of either.
 * @param campaigns those that name the target
 */
export function campaignUplifts(
  campaigns: readonly { readonly metadata: { readonly name: string }; readonly spec: CampaignSpec }[],
  { training, declared, past = [] }: Seen,
): readonly CampaignUplift[] {
  return past.flatMap((window) => {
    const own = campaigns.find(({ metadata }) => metadata.name === window.name);
    const alone = declared.filter((other) => overlaps(other, window)).length === 1;
    if (own === undefined || !alone) return [];
    const sameTime = atFullShare(Math.exp(window.ratio), own.spec, window);
    const busiest = overBusiestHour(training, declared, window);
    return [
      {
        campaign: own.metadata.name,
        logMultiplier: {
          ...(sameTime === undefined ? {} : { SameTime: Math.log(sameTime) }),
          ...(busiest === undefined ? {} : { BusiestHour: Math.log(busiest) }),
        },
      },
    ];
  });
}

/** On less of a peak than this the rest is noise. */
const LEAST_SHARE = 0.1;

function atFullShare(ratio: number, spec: CampaignSpec, { start, end }: Window): number | undefined {
  if (ratio <= 1) return ratio;
  const share = meanShare(profileOf(spec), end - start);
  return share < LEAST_SHARE ? undefined : 1 + (ratio - 1) / share;
}

/** Fewer days than one have no busiest hour to speak of. */
const LEAST_BEFORE = DAY;

function overBusiestHour(training: Series, declared: readonly Window[], window: Window): number | undefined {
  const { start, step, values } = training;
  const before = Math.floor((window.start - start) / step);
  if (before * step < LEAST_BEFORE) return undefined;
  const usual = busiestHour({ start, step, values: values.subarray(0, before) }, declared);
  const largest = values.reduce(
    (most, value, i) => (contains(window, instant(start + i * step)) && value > most ? value : most),
    0,
  );
  return usual === undefined || usual <= 0 || largest <= 0 ? undefined : largest / usual;
}
