/** Up to so many values insertion is quicker than selection. */
const FEW = 40;

/**
 * The median; NaN are left out.
 * @returns NaN of nothing
 */
export function medianOf(values: Float64Array): number {
  return medianIn(values.slice());
}

/** The same of values that nobody needs any more: they change places. */
export function medianIn(values: Float64Array): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) values[count++] = values[i]!;
  if (count === 0) return NaN;
  const middle = count >> 1;
  if (count > FEW) select(values, count, middle);
  else sort(values, count);
  if (count % 2 === 1) return values[middle]!;
  let below = values[0]!;
  for (let i = 1; i < middle; i++) if (values[i]! > below) below = values[i]!;
  return (below + values[middle]!) / 2;
}

/** By insertion: the first `count` ascending. */
function sort(values: Float64Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const v = values[i]!;
    let at = i;
    for (; at > 0 && values[at - 1]! > v; at--) values[at] = values[at - 1]!;
    values[at] = v;
  }
}

/**
 * Of the first `count`, brings the one of that rank to its place, none larger before it and none smaller behind it.
 * Source: Hoare (1961), Communications of the ACM 4, algorithm 65 (find).
 */
function select(values: Float64Array, count: number, rank: number): void {
  for (let left = 0, right = count - 1; left < right;) {
    const pivot = values[(left + right) >> 1]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) swap(values, i++, j--);
    }
    if (j < rank) left = i;
    if (rank < i) right = j;
  }
}

function swap(values: Float64Array, i: number, j: number): void {
  const v = values[i]!;
  values[i] = values[j]!;
  values[j] = v;
}
