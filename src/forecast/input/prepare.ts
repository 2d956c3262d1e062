import { AlikeDays } from "../views/alikeDays.ts";
import { type DemandBins, demandBins } from "./demandBins.ts";
import { dayNumber } from "./holidays.ts";
import { type LevelShift, levelShift } from "./levelShift.ts";
import { passingIn, without } from "./passing.ts";
import type { Prepared } from "./prepared.ts";
import { atPresentLevel } from "./presentLevel.ts";
import { raiseToSeen } from "./saturation.ts";
import { deviationOf } from "../views/deviation.ts";
import { fillGaps } from "./fillGaps.ts";
import type { ForecastRequest } from "../forecastTypes.ts";
import { makeGrid } from "../views/grid.ts";
import { hourlyView, widthOf } from "../views/hourlyView.ts";
import type { View, Views } from "../views/view.ts";
import { pastShapes } from "../views/pastShapes.ts";
import { SimilarDays } from "../views/similarDays.ts";
import { logTransform, SQRT, type Transform } from "../views/transform.ts";
import { wallClock } from "./wallClock.ts";

/** @returns undefined when no sample is usable */
export function prepared(request: ForecastRequest): Prepared | undefined {
  const clock = wallClock(request.history, request.horizon, request.zone);
  const holidays = new Set((request.holidays ?? []).flatMap((date) => dayNumber(date) ?? []));
  const seen = demandBins(request, clock, holidays);
  if (seen.known === 0) return undefined;
  const { bins, shift, transform, logs } = atOneLevel(seen, clock.day);
  const { values, raw, censored, unit, known, refused } = bins;
  const passing = passingIn(logs, clock.day);
  const log = without(logs, [...passing.spikes, ...passing.changes]);
  const sqrt = without(SQRT.forthAll(values), passing.changes);
  const sights = { day: clock.day, raw, censored };
  // Which days are alike is found once, on the scale on which most members work.
  const alike = once(() => new AlikeDays(views.log.hourly.grid));
  const views: Views = {
    log: viewOf(transform, log, sights, alike),
    sqrt: viewOf(SQRT, sqrt, sights, alike),
  };
  return {
    clock,
    unit,
    shift,
    outcomes: values,
    raw,
    holidays,
    known,
    refused,
    views,
  };
}

interface OneLevel {
  readonly bins: DemandBins;
  readonly shift: LevelShift | undefined;
  readonly transform: Transform;
  /** Of the values of `bins`. */
  readonly logs: Float64Array;
}

function atOneLevel(seen: DemandBins, day: number): OneLevel {
  const transform = logTransform(seen.values);
  const logs = transform.forthAll(seen.values);
  const shift = levelShift(logs, day);
  const bins = shift && atPresentLevel(seen, shift);
  if (bins === undefined) return { bins: seen, shift: undefined, transform, logs };
  const moved = logTransform(bins.values);
  return { bins, shift, transform: moved, logs: moved.forthAll(bins.values) };
}

interface Seen {
  readonly day: number;
  readonly raw: Float64Array;
  readonly censored: Uint8Array;
}

function viewOf(transform: Transform, given: Float64Array, { day, raw, censored }: Seen, alike: () => AlikeDays): View {
  const known = new Uint8Array(given.length);
  for (let i = 0; i < given.length; i++) known[i] = Number.isNaN(given[i]!) ? 0 : 1;
  if (known.includes(0)) fillGaps(given, day, 7 * day);
  if (censored.includes(1)) raiseToSeen(given, { transform, raw, censored });
  const fine = makeGrid(given, known, day);
  const hourly = once(() => hourlyView(fine));
  const shapes = once(() => pastShapes(fine));
  const similar = once(() => {
    const { smooth: values, half } = shapes();
    return new SimilarDays({ grid: fine, values, half, width: widthOf(fine) }, alike());
  });
  const deviation = once(() => {
    const { grid } = hourly();
    const hours = { grid, values: grid.z, half: 0, width: 1 };
    // On a grid of hours the similar days are these already.
    return deviationOf(grid, grid === fine ? similar() : new SimilarDays(hours, alike()));
  });
  return {
    transform,
    fine,
    get hourly() {
      return hourly();
    },
    get shapes() {
      return shapes();
    },
    get similar() {
      return similar();
    },
    get deviation() {
      return deviation();
    },
  };
}

/** Made when it is first asked for: not every member looks at everything. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
