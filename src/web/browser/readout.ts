import type { Trace } from "./chartLabels.ts";
import { element } from "./elements.ts";
import { amount } from "./words.ts";

/** The legend of a chart, which also reads its values at the pointer. */
export interface Readout {
  readonly list: HTMLUListElement;
  /** Shows the values of one row; there is nothing to show while there are no rows. */
  read(traces: readonly Trace[], index: number): void;
}

export function createReadout(traces: readonly Trace[]): Readout {
  const values = new Map<string, HTMLElement>();
  const list = element("ul", { class: "readout" });
  // Painted from the back to the front, read from the front to the back.
  for (const { label, colour, fill, dash } of traces.toReversed()) {
    const kind = fill !== undefined ? "area" : dash !== undefined ? "dash" : "line";
    const swatch = element("span", { class: `swatch ${kind}`, "aria-hidden": "true" });
    swatch.style.setProperty("--stroke", colour);
    if (fill !== undefined) swatch.style.setProperty("--fill", fill);
    const value = element("b", {});
    values.set(label, value);
    list.append(element("li", {}, swatch, `${label} `, value));
  }
  return {
    list,
    read(current, index) {
      for (const { label, values: painted, reading } of current) {
        const value = (reading ?? painted)[index];
        const text = value === undefined || value === null ? "–" : amount(value);
        values.get(label)?.replaceChildren(text);
      }
    },
  };
}
