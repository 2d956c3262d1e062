import type { TimeRange } from "./chart.ts";
import { element } from "./elements.ts";
import { PHASE_WORDS, type PhaseSpan } from "./phases.ts";
import type { StoryClock } from "./storyClock.ts";

/** Pixels that a character of the strip takes at most, on average: what does not fit is only in the key below. */
const CHARACTER = 7;
const PADDING = 10;

/** The phases as bars over the plots, the name in each that has the room for it. */
export function phaseBars(
  spans: readonly PhaseSpan[],
  range: TimeRange,
  { width, clock }: { readonly width: number; readonly clock: StoryClock },
): readonly HTMLElement[] {
  const share = (at: number) => Math.min(1, Math.max(0, (at - range.min) / (range.max - range.min)));
  return spans.flatMap(({ phase, start, end }) => {
    const words = PHASE_WORDS[phase];
    const [from, to] = [share(start), share(end)];
    if (words === undefined || to <= from) return [];
    const fits = (to - from) * width >= words.label.length * CHARACTER + PADDING;
    const bar = element("span", { class: `bar ${words.tint}`, title: told(words.label, { start, end }, clock) });
    if (fits) bar.append(words.label);
    bar.style.setProperty("left", `${from * 100}%`);
    bar.style.setProperty("width", `${(to - from) * 100}%`);
    return [bar];
  });
}

/** The same phases in words and times, in order: for those that found no room, and for readers who cannot see bars. */
export function phaseKey(
  spans: readonly PhaseSpan[],
  { clock, now }: { readonly clock: StoryClock; readonly now: number | undefined },
): readonly HTMLElement[] {
  return spans.flatMap(({ phase, start, end }, index) => {
    const words = PHASE_WORDS[phase];
    if (words === undefined) return [];
    // One that the next follows at once needs no end of its own.
    const goesOn = spans[index + 1]?.start === end || end === now;
    const swatch = element("span", { class: `swatch phase ${words.tint}`, "aria-hidden": "true" });
    const time = element(
      "span",
      { class: "when" },
      goesOn ? clock.time(start) : `${clock.time(start)}–${clock.time(end)}`,
    );
    return [element("li", {}, swatch, `${words.label} `, time)];
  });
}

function told(
  label: string,
  { start, end }: { readonly start: number; readonly end: number },
  clock: StoryClock,
): string {
  return `${label}, ${clock.time(start)} to ${clock.time(end)}`;
}
