import { type RecordedLoad, recordedLoad } from "../../src/backtest/recordedLoad.ts";
import { DAY, MINUTE } from "../../src/units/duration.ts";

const STEP = 5 * MINUTE;
/** A Monday. */
const START = Date.UTC(2026, 0, 5);

/** Evenly within [0, 1), the same each time for a seed, which is a whole number ≥ 1. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** A day's and a week's shape, noise, and a burst now and then, in steps of five minutes. */
export function weeklyLoad(days: number): RecordedLoad {
  const random = seeded(1);
  let burst = 0;
  return loadOf("generated", days, (at) => {
    const day = 1 - 0.7 * Math.cos((2 * Math.PI * at) / DAY);
    const weekend = Math.floor(at / DAY) % 7 >= 5 ? 0.6 : 1;
    burst = random() < 0.002 ? 3 : burst * 0.8;
    return 1000 * day * weekend * (1 + burst) * (0.9 + 0.2 * random());
  });
}

/** The same demand all the time, up to so much more or less of it. */
export function flatLoad(days: number, noise: number): RecordedLoad {
  const random = seeded(1);
  return loadOf("generated", days, () => 1000 * (1 + noise * (2 * random() - 1)));
}

/** @param valueAt demand at so many milliseconds after the start; called once a step, in order */
export function loadOf(name: string, days: number, valueAt: (at: number) => number): RecordedLoad {
  const times = Array.from({ length: (days * DAY) / STEP }, (_, i) => START + i * STEP);
  const load = recordedLoad(name, { times, values: times.map((time) => valueAt(time - START)) });
  if (!load.ok) throw new Error(load.failure.message);
  return load.value;
}
