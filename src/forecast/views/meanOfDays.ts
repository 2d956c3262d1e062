/**
 * The mean of values at a place and at the same time on days before it, of as many days as there are. Made when it is
 * first asked for: a history has thousands of places, and a forecast that learns nothing anew looks at a day of them.
 */
export class MeanOfDays {
  private readonly valueAt: (place: number) => number;
  private readonly day: number;
  private readonly days: number;
  /** NaN where it has not been asked for. */
  private readonly known: Float64Array;

  /**
   * @param valueAt what is averaged, at places from 0 to `length`
   * @param days    so many at most, the place's own among them
   */
  constructor(
    valueAt: (place: number) => number,
    { length, day, days }: { readonly length: number; readonly day: number; readonly days: number },
  ) {
    this.valueAt = valueAt;
    this.day = day;
    this.days = days;
    this.known = new Float64Array(length).fill(NaN);
  }

  /** @param place within [0, length) */
  at(place: number): number {
    const known = this.known[place]!;
    return Number.isNaN(known) ? (this.known[place] = this.mean(place)) : known;
  }

  private mean(place: number): number {
    let sum = 0;
    let count = 0;
    for (let i = place; i >= 0 && count < this.days; i -= this.day, count++) sum += this.valueAt(i);
    return sum / count;
  }
}
