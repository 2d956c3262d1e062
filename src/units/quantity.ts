const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * Reads a Kubernetes quantity: `25`, `"2.5"`, `"500m"`, `"16Gi"`, `"1e3"`.
 * @returns its value in the base unit, or undefined when it is no finite quantity ≥ 0
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(raw: string | number): number | undefined {
  const text = String(raw).trim();
  if (text.length > 64) return undefined;
  const match = /^\+?([0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE]([+-]?[0-9]{1,3})|(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE])?)$/.exec(text);
  if (match === null) return undefined;
  const [, digits, exponent, suffix] = match;
  const value =
    exponent === undefined ? Number(digits) * (SUFFIXES[suffix ?? ""] ?? NaN) : Number(`${digits}e${exponent}`);
  return Number.isFinite(value) ? value : undefined;
}

/** Writes a finite number ≥ 0 as a quantity, rounded to the hundredth: `2.5`, `847.53`. */
export function formatQuantity(value: number): string {
  return String(Math.round(value * 100) / 100);
}
