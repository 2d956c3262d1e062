import { describe, expect, it } from "vitest";
import { PAGE_STYLE } from "../../src/web/pageStyle.ts";

type Colours = Readonly<Record<string, string>>;

/** The custom properties of the light scheme, and of the dark one over them. */
function schemes(): readonly (readonly [string, Colours])[] {
  const [light = "", dark = ""] = PAGE_STYLE.split("@media (prefers-color-scheme: dark)");
  const read = (text: string): Colours =>
    Object.fromEntries([...text.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
  return [
    ["light", read(light)],
    ["dark", { ...read(light), ...read(dark) }],
  ];
}

/** Relative luminance, 0 to 1. @see WCAG 2.2, "relative luminance" */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].toSorted((one, other) => other - one);
  return (bright + 0.05) / (dim + 0.05);
}

describe.each(schemes())("the %s scheme", (_, colours) => {
  const of = (name: string) => colours[name] ?? "#000000";

  it.each([
    ["ink", "page"],
    ["ink", "card"],
    ["muted", "page"],
    ["muted", "card"],
    ["held", "card"],
    ["broken", "card"],
    ["broken", "page"],
    ["accent", "card"],
    ["card", "floor"],
    ["forecast", "card"],
    ["have", "have-fill"],
    ["reserved", "reserved-fill"],
    ["starting", "card"],
    ["ink", "phase-active"],
    ...["reserving", "starting", "waiting", "active", "short", "returning"].map((phase) => ["bar-ink", `bar-${phase}`]),
  ] as [string, string][])("%s reads on %s (contrast of 4.5 at least)", (words, ground) => {
    const needed = ["have", "reserved", "starting"].includes(words) ? 3 : 4.5;
    expect(contrast(of(words), of(ground))).toBeGreaterThanOrEqual(needed);
  });
});
