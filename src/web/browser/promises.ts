import type { Verdict } from "../recording.ts";
import { element } from "./elements.ts";
import { sentence } from "./words.ts";

/** Each state has a sign and a word besides its colour. */
export const STATES: Readonly<Record<Verdict["state"], { readonly sign: string; readonly word: string }>> = {
  held: { sign: "✓", word: "Held" },
  broken: { sign: "✕", word: "Broken" },
  pending: { sign: "…", word: "To come" },
};

export function promiseItems(verdicts: readonly Verdict[]): readonly HTMLElement[] {
  return verdicts.map(({ promise, state, text }) => {
    const { sign, word } = STATES[state];
    return element(
      "li",
      { class: state },
      element("span", { class: "sign", "aria-hidden": "true" }, sign),
      element("strong", {}, sentence(promise)),
      element("span", { class: "evidence" }, element("b", { class: "state" }, word), text === "" ? "" : ` · ${text}`),
    );
  });
}
