/**
 * Numbers evenly within [0, 1), the same for the same seed.
 * @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c by Tommy Ettinger, public domain
 */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
