/**
 * The largest value among `[i + from, i + to]`, both ends included, for each i; what lies outside the values is left
 * out, and where nothing is left the answer is 0.
 * A queue of candidates, each smaller and later than the one before it, makes it linear in the length.
 * @param values shape (n,), ≥ 0
 * @param from   steps relative to i, ≤ to
 * @returns      shape (n,)
 * @see D. Lemire (2006), Streaming maximum-minimum filter using no more than three comparisons per element
 */
export function slidingMaximum(values: Float64Array, from: number, to: number): Float64Array {
  const length = values.length;
  const largest = new Float64Array(length);
  const queue = new Int32Array(length);
  let head = 0;
  let tail = 0;
  let next = Math.max(0, from);
  for (let i = 0; i < length; i++) {
    for (; next <= Math.min(i + to, length - 1); next++) {
      while (tail > head && values[queue[tail - 1]!]! <= values[next]!) tail--;
      queue[tail++] = next;
    }
    while (head < tail && queue[head]! < i + from) head++;
    largest[i] = head < tail ? values[queue[head]!]! : 0;
  }
  return largest;
}
