/** A scale on which the members fit; `back` of any finite number is finite and ≥ 0. */
export interface Transform {
  readonly name: "log" | "sqrt";
  forth(demand: number): number;
  back(z: number): number;
  /** `forth` of each; a copy. Loops stand beside what they call: from elsewhere each number would be made in memory. */
  forthAll(values: Float64Array): Float64Array;
  /** Each z becomes `back` of it, `most` at most or where it is NaN. */
  backAll(z: Float64Array, most: number): void;
}

/** The part of the mean that is added before the logarithm when zeros occur. */
const FLOOR_OF_MEAN = 0.01;

/**
 * The logarithm turns "a third more" into the same distance at night and at noon.
 * @param values scaled demand in [0, 1], NaN for gaps
 */
export function logTransform(values: Float64Array): Transform {
  let sum = 0;
  let count = 0;
  let zeros = false;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (Number.isNaN(v)) continue;
    sum += v;
    count++;
    zeros ||= v <= 0;
  }
  const added = zeros ? Math.max(1e-12, (FLOOR_OF_MEAN * sum) / Math.max(1, count)) : 0;
  const forth = (demand: number): number => Math.log(demand + added);
  const back = (z: number): number => Math.max(0, Math.exp(Math.min(z, 50)) - added);
  return {
    name: "log",
    forth,
    back,
    forthAll: (values) => {
      const out = new Float64Array(values.length);
      for (let i = 0; i < values.length; i++) out[i] = forth(values[i]!);
      return out;
    },
    backAll: (z, most) => {
      for (let i = 0; i < z.length; i++) {
        z[i] = back(z[i]!);
        if (!(z[i]! <= most)) z[i] = most;
      }
    },
  };
}

/** The square root makes the spread of counts even. */
export const SQRT: Transform = {
  name: "sqrt",
  forth: (demand) => Math.sqrt(demand),
  back: squared,
  forthAll: (values) => {
    const out = new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) out[i] = Math.sqrt(values[i]!);
    return out;
  },
  backAll: (z, most) => {
    for (let i = 0; i < z.length; i++) {
      z[i] = squared(z[i]!);
      if (!(z[i]! <= most)) z[i] = most;
    }
  },
};

function squared(z: number): number {
  return Math.min(Math.max(0, z), 1e12) ** 2;
}
