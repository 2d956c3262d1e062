import { byId } from "./elements.ts";

const NAMES = [
  "ink",
  "muted",
  "card",
  "line",
  "forecast",
  "have",
  "have-fill",
  "starting",
  "starting-fill",
  "reserved",
  "reserved-fill",
  "floor",
  "short",
  "phase-reserving",
  "phase-starting",
  "phase-waiting",
  "phase-active",
  "phase-short",
  "phase-returning",
] as const;

export type ColourName = (typeof NAMES)[number];
export type Palette = Readonly<Record<ColourName, string>>;

/** The colours of the scheme in use, from the style sheet, for what is painted rather than styled. */
export function currentPalette(): Palette {
  const style = getComputedStyle(byId("timeline"));
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Palette;
}
