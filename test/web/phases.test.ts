import { expect, it } from "vitest";
import { phaseSpans } from "../../src/web/browser/phases.ts";
import { plausibleRecording } from "./plausibleRecording.ts";

/** The campaign is from 00:00 to 02:00; what is told of it at a moment of the evening. */
function toldAt(until: string): readonly string[] {
  const { targets, campaigns } = plausibleRecording({ seed: 5, until });
  const rows = targets[0]?.rows ?? [];
  const time = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(11, 16);
  return phaseSpans(rows, campaigns, rows.at(-1)?.at ?? 0)
    .filter(({ phase }) => phase === "Active")
    .map(({ start, end }) => `${time(start)}–${time(end)}`);
}

it.each([
  { until: "2026-11-10T23:50:00+08:00", told: ["00:00–02:00"], why: "before it" },
  { until: "2026-11-11T00:30:00+08:00", told: ["00:00–02:00"], why: "while it runs: its end is no secret then" },
  { until: "2026-11-11T02:30:00+08:00", told: ["00:00–02:00"], why: "after it" },
])("the campaign is shown whole, as one span, $why", ({ until, told }) => {
  expect(toldAt(until)).toEqual(told);
});
