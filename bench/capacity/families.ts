import { type RecordedLoad } from "../../src/backtest/recordedLoad.ts";
import { DAY, HOUR, MINUTE } from "../../src/units/duration.ts";
import { loadOf, seeded } from "./generatedLoad.ts";

/** A kind of load that nobody tuned a series of: documented, seeded, in steps of five minutes from a Monday on. */
export interface Family {
  readonly name: string;
  /** What it stands for, in a few words. */
  readonly about: string;
  /** Demand at so many milliseconds after the start; called once a step, in order. */
  readonly make: (random: () => number) => (at: number) => number;
}

/** Mean and wander in shares of the level; a day's bell curves by hour, each with its width in hours. */
export const FAMILIES: readonly Family[] = [
  {
    name: "web",
    about: "a broad day and an evening, more at weekends, the level wanders",
    make: (random) => {
      const level = wandering(random, 0.997, 0.006);
      const noise = wandering(random, 0.7, 0.03);
      return (at) =>
        900 * (0.35 + 0.5 * bell(at, 14, 4) + 0.75 * bell(at, 20.5, 2.5)) * onWeekend(at, 1.15) * level() * noise();
    },
  },
  {
    name: "office",
    about: "two peaks a working day of its own size, hardly anything at weekends",
    make: (random) => {
      const day = daily(() => Math.exp(0.08 * gauss(random)));
      const noise = wandering(random, 0.6, 0.05);
      return (at) =>
        400 * (0.06 + onWeekend(at, 0.08) * day(at) * (bell(at, 10.5, 1.6) + 0.9 * bell(at, 15.3, 1.8))) * noise();
    },
  },
  {
    name: "batch",
    about: "jobs of fixed hours over a day's shape",
    make: (random) => {
      const noise = wandering(random, 0.5, 0.06);
      return (at) => {
        const jobs = (within(at, 2, 2.75) ? 4 : 0) + (within(at, 22, 23.5) ? 2.5 : 0);
        return 300 * (1 + 0.5 * bell(at, 13, 4) + jobs) * noise();
      };
    },
  },
  {
    name: "jitter",
    about: "four jobs a day that begin a little earlier or later, and differ in size and length",
    make: (random) => {
      const jobs = daily(() => [3, 9, 12.5, 18].map((hour) => jobAround(hour, random)));
      const noise = wandering(random, 0.7, 0.06);
      return (at) => {
        const running = jobs(at).filter(({ from, to }) => within(at, from, to));
        return 250 * (1 + 0.4 * bell(at, 14, 4) + running.reduce((sum, { size }) => sum + size, 0)) * noise();
      };
    },
  },
  {
    name: "hourly",
    about: "ten minutes of jobs on each hour",
    make: (random) => {
      const noise = wandering(random, 0.6, 0.08);
      return (at) => 200 * (0.4 + bell(at, 14, 4)) * (at % HOUR < 10 * MINUTE ? 2.5 : 1) * noise();
    },
  },
  {
    name: "growth",
    about: "one and a half percent more each day",
    make: (random) => {
      const noise = wandering(random, 0.8, 0.03);
      return (at) =>
        200 * Math.exp((0.015 * at) / DAY) * (0.5 + 0.8 * bell(at, 19, 3.5) + 0.4 * bell(at, 11, 3)) * noise();
    },
  },
  {
    name: "games",
    about: "sharp evenings of different sizes and hours",
    make: (random) => {
      const evening = daily(() => ({ size: Math.exp(0.18 * gauss(random)), late: 0.4 * gauss(random) }));
      const noise = wandering(random, 0.8, 0.04);
      return (at) => {
        const { size, late } = evening(at);
        return (
          1000 * (0.12 + size * onWeekend(at, 1.4) * (bell(at, 20.5 + late, 1.3) + 0.25 * bell(at, 13, 3))) * noise()
        );
      };
    },
  },
  {
    name: "noise",
    about: "a third more or less in each sample, over a day's shape and a week's",
    make: (random) => (at) => 300 * (0.3 + bell(at, 13, 4)) * onWeekend(at, 0.7) * Math.exp(0.35 * gauss(random)),
  },
];

/** Twenty-eight days of it; the same seed, the same load. */
export function familyLoad({ name, make }: Family, seed: number): RecordedLoad {
  return loadOf(name, 28, make(seeded(seed)));
}

/** A bell curve of the day's hours, 1 at its middle; it goes on over midnight. */
function bell(at: number, middle: number, width: number): number {
  const apart = Math.abs((at % DAY) / HOUR - middle);
  return Math.exp(-0.5 * (Math.min(apart, 24 - apart) / width) ** 2);
}

function within(at: number, from: number, to: number): boolean {
  const hour = (at % DAY) / HOUR;
  return from <= hour && hour < to;
}

function onWeekend(at: number, factor: number): number {
  return Math.floor(at / DAY) % 7 >= 5 ? factor : 1;
}

function jobAround(hour: number, random: () => number) {
  const from = hour + 0.2 * (2 * random() - 1);
  return { from, to: from + 0.4 + 0.4 * random(), size: 2 + 2 * random() };
}

/** What is drawn once a day. */
function daily<T>(draw: () => T): (at: number) => T {
  let known = { day: -1, value: draw() };
  return (at) => {
    const day = Math.floor(at / DAY);
    if (day !== known.day) known = { day, value: draw() };
    return known.value;
  };
}

/** A factor around 1 whose logarithm forgets a share of itself each step. */
function wandering(random: () => number, kept: number, spread: number): () => number {
  let at = 0;
  return () => Math.exp((at = kept * at + spread * gauss(random)));
}

/** @see G. E. P. Box, M. E. Muller (1958), A note on the generation of random normal deviates */
function gauss(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
