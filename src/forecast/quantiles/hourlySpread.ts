import { type Likeness, WEEKDAYS } from "./dayKinds.ts";

const HOURS = 24;
export const WEEK_HOURS = WEEKDAYS * HOURS;
/** Hours this far apart weigh exp(−½) for each other, and further than three of them nothing. */
const NEAR_HOURS = 1.2;
const FURTHEST_HOURS = 3;
/** "Every hour is as wide as the others" weighs as this many rehearsals, and "as on other days" as so many. */
const EVEN_REHEARSALS = 8;
const OTHER_DAYS_REHEARSALS = 8;

/** In units of what is usual at their horizons. */
export interface Ratios {
  readonly ratios: Float64Array;
  /** Of the week, within [0, 168), counted from the grid's start; at least as many. */
  readonly hours: Uint8Array;
}

/**
 * By hour of the day how much wider than usual errors are: a kernel mean of |ratio| around each hour, shrunk to 1.
 * A night that is the same every day needs no margin; an hour in which a batch may or may not start needs a wide one.
 * v[h] = (n m[h] + 8) / (n + 8), m[h] = Σ K((h − j) / 1.2) mean|ratio|[j] / Σ K, n the rehearsals.
 * Then by hour of the week: as v, but errors of each day b count for day a with the likeness of both at that hour
 * (`dayKinds`): u[a, h] = (n̄ m[a, h] + 8 v[h]) / (n̄ + 8), n̄ = n × mean likeness.
 * Source: Wand & Jones (1995), Kernel Smoothing, §5 (local mean).
 * @param likeness undefined where nothing is known of kinds of days: all are of one
 * @returns shape (168,), each > 0
 */
export function hourlySpread({ ratios, hours }: Ratios, rehearsals: number, likeness?: Likeness): Float64Array {
  const seen: Seen = { sums: new Float64Array(WEEK_HOURS), counts: new Float64Array(WEEK_HOURS) };
  for (let i = 0; i < ratios.length; i++) {
    seen.sums[hours[i]!]! += Math.abs(ratios[i]!);
    seen.counts[hours[i]!]! += 1;
  }
  const byHour = ofAllDays(seen, rehearsals);
  const near: Seen = { sums: aroundEach(seen.sums), counts: aroundEach(seen.counts) };
  const out = new Float64Array(WEEK_HOURS);
  for (let place = 0; place < WEEK_HOURS; place++) {
    const shared = byHour[place % HOURS]!;
    out[place] = likeness === undefined ? shared : ofLikeDays(near, place, { rehearsals, likeness, shared });
  }
  return out;
}

/** By hour of the week; |ratio| added up. */
interface Seen {
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

const NEARNESS = Array.from({ length: FURTHEST_HOURS + 1 }, (_, apart) => Math.exp(-0.5 * (apart / NEAR_HOURS) ** 2));

function ofAllDays({ sums, counts }: Seen, rehearsals: number): Float64Array {
  const sum = new Float64Array(HOURS);
  const count = new Float64Array(HOURS);
  for (let place = 0; place < WEEK_HOURS; place++) {
    sum[place % HOURS]! += sums[place]!;
    count[place % HOURS]! += counts[place]!;
  }
  return sum.map((_, hour) => {
    let total = 0;
    let weight = 0;
    for (let apart = -FURTHEST_HOURS; apart <= FURTHEST_HOURS; apart++) {
      const other = (hour + apart + HOURS) % HOURS;
      if (count[other] === 0) continue;
      const near = NEARNESS[Math.abs(apart)]!;
      total += (near * sum[other]!) / count[other]!;
      weight += near;
    }
    const mean = weight === 0 ? 1 : total / weight;
    return (rehearsals * mean + EVEN_REHEARSALS) / (rehearsals + EVEN_REHEARSALS);
  });
}

interface OneHour {
  readonly rehearsals: number;
  readonly likeness: Likeness;
  /** What the hour is over all days. */
  readonly shared: number;
}

/** By hour of the week, what was seen around it, each hour by its nearness. */
function aroundEach(values: Float64Array): Float64Array {
  const out = new Float64Array(WEEK_HOURS);
  for (let place = 0; place < WEEK_HOURS; place++) {
    for (let apart = -FURTHEST_HOURS; apart <= FURTHEST_HOURS; apart++) {
      out[place]! += NEARNESS[Math.abs(apart)]! * values[(place + apart + WEEK_HOURS) % WEEK_HOURS]!;
    }
  }
  return out;
}

/** @param near what was seen around each hour of the week */
function ofLikeDays(near: Seen, place: number, { rehearsals, likeness, shared }: OneHour): number {
  const day = Math.floor(place / HOURS);
  const hour = place % HOURS;
  let total = 0;
  let weight = 0;
  let alike = 0;
  for (let other = 0; other < WEEKDAYS; other++) {
    const like = likeness(day, other, hour);
    alike += like / WEEKDAYS;
    total += like * near.sums[other * HOURS + hour]!;
    weight += like * near.counts[other * HOURS + hour]!;
  }
  if (weight === 0) return shared;
  const n = rehearsals * alike;
  return ((n * total) / weight + OTHER_DAYS_REHEARSALS * shared) / (n + OTHER_DAYS_REHEARSALS);
}
