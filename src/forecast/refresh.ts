import { DAY, HOUR } from "../units/duration.ts";
import { type Instant, instant } from "../units/instant.ts";
import type { RehearsalAt, Remembered } from "./forecastMemory.ts";
import type { Fit } from "./members/member.ts";
import type { Prepared } from "./input/prepared.ts";
import { isSettled, missedBy, type Rehearsal, settledAt } from "./rehearsals/rehearsal.ts";
import { membersAt, rehearse, type Stage } from "./rehearsals/rehearse.ts";

/** Coefficients are learned anew this often: what they say changes slowly, but some hold for an hour of the day. */
const REFIT_EVERY = 3 * HOUR;
/** After a silence this long, the past is rehearsed anew. */
const FORGOTTEN_AFTER = 3 * DAY;

/** What is known before this forecast: remembered and brought up to date, or rehearsed from nothing. */
export function refreshed(stage: Stage, remembered: Remembered | undefined, now: Instant): Remembered {
  const last = remembered?.rehearsals[remembered.rehearsals.length - 1];
  if (remembered === undefined || last === undefined || now < last.at || now - last.at > FORGOTTEN_AFTER) {
    const { rehearsals, fits } = rehearse(stage);
    const at = (rehearsal: Rehearsal): Instant => instantOf(stage.prepared, rehearsal.origin, now);
    return {
      fits,
      fittedAt: now,
      rehearsals: rehearsals.map((one) => ({ at: at(one), rehearsal: one })),
    };
  }
  const age = now - remembered.fittedAt;
  const rehearsals = remembered.rehearsals.map((one) => broughtUpToDate(one, stage));
  if (age >= 0 && age < REFIT_EVERY) return { ...remembered, rehearsals };
  return { fits: fitsNow(stage), fittedAt: now, rehearsals };
}

function broughtUpToDate({ at, rehearsal, stored }: RehearsalAt, stage: Stage): RehearsalAt {
  const placed = { ...rehearsal, origin: originOf(stage.prepared, at) };
  const settled = settle(placed, stage);
  return { at, rehearsal: settled, ...(settled === placed && stored !== undefined ? { stored } : {}) };
}

function fitsNow({ members, prepared, horizon }: Stage): ReadonlyMap<string, Fit> {
  const { fine } = prepared.views.log;
  const n = fine.z.length;
  const present = membersAt(members, n, fine.day);
  return new Map(present.map((one) => [one.name, one.fits(prepared.views[one.view], [n], horizon)[0]!]));
}

function settle(rehearsal: Rehearsal, { prepared, scoring }: Stage): Rehearsal {
  const now = prepared.outcomes.length;
  if (rehearsal.settled !== undefined || !isSettled(rehearsal, now)) return rehearsal;
  return settledAt(rehearsal, missedBy(rehearsal, scoring), now);
}

/** Where a moment lies on the grid of now. */
export function originOf({ clock, outcomes }: Prepared, at: Instant): number {
  return clock.binOf(at) - (clock.length - outcomes.length);
}

/** The instant at which an origin's first unknown bin begins; a changed clock in between is made up for. */
function instantOf(prepared: Prepared, origin: number, now: Instant): Instant {
  const bin = DAY / prepared.clock.day;
  let at = Math.round(now - (prepared.outcomes.length - origin) * bin);
  at += Math.round((origin - originOf(prepared, at as Instant)) * bin);
  return instant(at);
}
