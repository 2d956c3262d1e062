/** In parts of the largest demand seen: where nothing ever changes, 0 / 0 is no residual. */
const LEAST_FLOOR = 1e-6;

/** Half the mean absolute change from one day to the next. */
export function residualFloor(outcomes: Float64Array, day: number): number {
  let sum = 0;
  let count = 0;
  for (let i = day; i < outcomes.length; i++) {
    const change = Math.abs(outcomes[i]! - outcomes[i - day]!);
    if (Number.isNaN(change)) continue;
    sum += change;
    count++;
  }
  return count === 0 ? 0.05 : Math.max(LEAST_FLOOR, sum / count / 2);
}
