import type { Change } from "../recording.ts";
import { changeMarks, type ChangeMark, changeText, markLabel } from "./changeMarks.ts";
import { element } from "./elements.ts";
import { inStoryTime, type StoryClock } from "./storyClock.ts";

const MARK_WIDTH = 24;
const TIP_WIDTH = 380;

/** The numbered marks of the floor's changes, each with its explanation under the pointer or the keyboard's focus. */
export function markButtons(
  changes: readonly Change[],
  xOf: (at: number) => number | undefined,
  { width, clock }: { readonly width: number; readonly clock: StoryClock },
): readonly HTMLElement[] {
  return changeMarks(changes, xOf, MARK_WIDTH).flatMap((mark) => {
    const first = mark.numbers[0] ?? 1;
    const id = `why-${first}`;
    const label = `Floor change ${markLabel(mark)}, at ${clock.time(mark.changes[0]?.at ?? 0)}`;
    const link = element(
      "a",
      { class: "mark", href: `#change-${first}`, "aria-label": label, "aria-describedby": id },
      markLabel(mark),
    );
    link.style.setProperty("left", `${mark.x}px`);
    return [link, tipOf(mark, id, { width, clock })];
  });
}

function tipOf(
  { x, changes }: ChangeMark,
  id: string,
  { width, clock }: { readonly width: number; readonly clock: StoryClock },
): HTMLElement {
  const lines = changes.map((change) =>
    element(
      "span",
      { class: "tip-line" },
      element("b", {}, `${clock.time(change.at)}  ${changeText(change)}`),
      ` ${inStoryTime(change.reason, clock)}`,
    ),
  );
  const tip = element("span", { class: "tip", role: "tooltip", id }, ...lines);
  const room = Math.max(0, width - TIP_WIDTH);
  tip.style.setProperty("left", `${Math.min(room, Math.max(0, x - TIP_WIDTH / 2))}px`);
  return tip;
}
