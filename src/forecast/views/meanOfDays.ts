/**
 * The mean of values at a place and at the same time on days before it, of as many days as there are. Made when it is
 * first asked for: a history has thousands of places, and a forecast that learns nothing anew looks at a day of them.
 */
export class MeanOfDays {
  private readonly values: Float64Array;
  private readonly day: number;
  private readonly days: number;

  /**
   * @param values what is averaged, complete
   * @param day    steps in a day
   * @param days   so many at most, the place's own among them
   */
  constructor(values: Float64Array, day: number, days: number) {
    this.values = values;
    this.day = day;
    this.days = days;
  }

  /** @param place of the values */
  at(place: number): number {
    const { values, day, days } = this;
    let sum = 0;
    let count = 0;
    for (let i = place; i >= 0 && count < days; i -= day, count++) sum += values[i]!;
    return sum / count;
  }
}
