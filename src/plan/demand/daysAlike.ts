export const WEEK_DAYS = 7;
/** The largest demand around a time so many days ago; NaN where nothing is known. */
export type PeakBack = (days: number) => number;

/** So many weeks are held against each other, and on either side at least so many have to be known. */
const WEEKS = 4;
const LEAST_WEEKS = 2;
/** So many times what ever came on one weekday is more than chance on another that brings it every week. */
const BUSIER = 1.25;

/**
 * Whether what came at a time some days ago tells of that time today. A working day's peak says nothing of a Saturday:
 * a weekday on which even the least of its weeks is clearly more than the most of today's is another kind of day.
 * A burst is none, for it did not come in the weeks before; where weeks do not tell, all days count.
 * @param days of 1 to 7; a week ago is the same weekday, and always tells
 */
export function tellsOf(peakBack: PeakBack, days: number): boolean {
  // Most days are as busy as a week ago: they are seen at once.
  if (days === WEEK_DAYS || peakBack(days) <= BUSIER * peakBack(WEEK_DAYS)) return true;
  const today = weeksOf(peakBack, WEEK_DAYS);
  const other = weeksOf(peakBack, days);
  const known = Math.min(today.count, other.count) >= LEAST_WEEKS;
  return !(known && other.least > BUSIER * today.most);
}

interface Weeks {
  readonly count: number;
  /** Of one or two weeks the least, of more the second least. */
  readonly least: number;
  readonly most: number;
}

/** The same weekday of the last weeks, from so many days ago. */
function weeksOf(peakBack: PeakBack, days: number): Weeks {
  let count = 0;
  let least = Infinity;
  let second = Infinity;
  let most = 0;
  for (let week = 0; week < WEEKS; week++) {
    const peak = peakBack(days + week * WEEK_DAYS);
    if (Number.isNaN(peak)) continue;
    count++;
    if (peak < least) [least, second] = [peak, least];
    else second = Math.min(second, peak);
    most = Math.max(most, peak);
  }
  return { count, least: count > LEAST_WEEKS ? second : least, most };
}
