import type { Recording } from "../recording.ts";
import type { TimeRange } from "./chart.ts";
import { element } from "./elements.ts";

/** More campaigns than this are reached by drawing over the chart. */
const MOST_BUTTONS = 4;
const HOUR = 3_600_000;

/** One button for the whole axis, one around each campaign: from well before its preparations to the giving back. */
export function zoomButtons(
  { campaigns, start, end }: Recording,
  zoomed: TimeRange | undefined,
  zoomTo: (range: TimeRange | undefined) => void,
): readonly HTMLElement[] {
  const button = (text: string, range: TimeRange | undefined) => {
    const pressed = zoomed?.min === range?.min && zoomed?.max === range?.max;
    const made = element("button", { type: "button", "aria-pressed": String(pressed) }, text);
    made.addEventListener("click", () => zoomTo(range));
    return made;
  };
  return [
    button("All of it", undefined),
    ...campaigns.slice(0, MOST_BUTTONS).map((campaign) =>
      button(`Around ${campaign.name}`, {
        min: Math.max(start, campaign.start - 1.5 * HOUR),
        max: Math.min(end, campaign.end + HOUR),
      }),
    ),
  ];
}
