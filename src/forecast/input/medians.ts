/** Up to so many values insertion is the quicker sort. */
const FEW = 40;

/**
 * The median; NaN are left out.
 * @returns NaN of nothing
 */
export function medianOf(values: Float64Array): number {
  const { sorted, count } = values.length > FEW ? sortedWhole(values) : sortedFew(values);
  const middle = count >> 1;
  if (count === 0) return NaN;
  return count % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The first `count` ascending, without NaN. */
interface Sorted {
  readonly sorted: Float64Array;
  readonly count: number;
}

/** The typed array's own order puts NaN last. */
function sortedWhole(values: Float64Array): Sorted {
  const sorted = values.slice().sort();
  let count = sorted.length;
  while (count > 0 && Number.isNaN(sorted[count - 1]!)) count--;
  return { sorted, count };
}

function sortedFew(values: Float64Array): Sorted {
  const sorted = new Float64Array(values.length);
  let count = 0;
  for (const v of values) {
    if (Number.isNaN(v)) continue;
    let at = count++;
    for (; at > 0 && sorted[at - 1]! > v; at--) sorted[at] = sorted[at - 1]!;
    sorted[at] = v;
  }
  return { sorted, count };
}
