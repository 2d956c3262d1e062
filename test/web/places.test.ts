import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areaSpots } from "../../src/web/browser/areaSpots.ts";
import { changeMarks, markLabel } from "../../src/web/browser/changeMarks.ts";
import { type LabelSpot, labelSpots } from "../../src/web/browser/labelSpots.ts";

const PLOT = { width: 600, height: 200, lineHeight: 16, x: Array.from({ length: 61 }, (_, index) => index * 10) };
const flat = (height: number) => PLOT.x.map(() => height);

function apart(a: LabelSpot, b: LabelSpot): boolean {
  const beside = a.left + a.width <= b.left || b.left + b.width <= a.left;
  return beside || a.top + a.height <= b.top || b.top + b.height <= a.top;
}

/** Whether a line runs through the words, between its samples as well. */
function runsThrough(y: readonly (number | null)[], spot: LabelSpot): boolean {
  return PLOT.x.some((x, index) => {
    const [value, next] = [y[index] ?? null, y[index + 1] ?? null];
    const touches = (PLOT.x[index + 1] ?? x) >= spot.left && x <= spot.left + spot.width;
    if (value === null || next === null || !touches) return false;
    return Math.min(value, next) < spot.top + spot.height && Math.max(value, next) > spot.top;
  });
}

const pixels = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 61, maxLength: 61 });
const steps = fc
  .array(fc.integer({ min: 0, max: 200 }), { minLength: 7, maxLength: 7 })
  .map((levels) => PLOT.x.map((_, index) => levels[Math.floor(index / 9)] ?? 0));

describe("places of the names in a chart", () => {
  it("each name of a calm line stands next to it", () => {
    const spots = labelSpots([{ text: "Demand", width: 60, y: flat(100) }], PLOT);
    expect(spots).toHaveLength(1);
    const top = spots[0]?.top ?? 0;
    expect([100 - 4 - 16, 104]).toContain(top);
  });

  it("two lines that run close together are named on their far sides", () => {
    const spots = labelSpots(
      [
        { text: "upper", width: 50, y: flat(90) },
        { text: "lower", width: 50, y: flat(96) },
      ],
      PLOT,
    );
    expect(spots.map(({ text, top }) => [text, top])).toEqual([
      ["upper", 70],
      ["lower", 100],
    ]);
  });

  it("a line that is not drawn throughout is named where it is", () => {
    const y = PLOT.x.map((x) => (x < 300 ? null : 50));
    expect(labelSpots([{ text: "Forecast", width: 60, y }], PLOT)[0]?.left).toBeGreaterThan(300);
  });

  it("no line runs through a name, no name touches another, and all are inside", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(pixels, steps), { minLength: 1, maxLength: 4 }), (ys) => {
        const lines = ys.map((y, index) => ({ text: `line ${index}`, width: 50 + 10 * index, y }));
        const spots = labelSpots(lines, PLOT);
        for (const spot of spots) {
          expect(lines.some(({ y }) => runsThrough(y, spot))).toBe(false);
          expect(spots.every((other) => other === spot || apart(spot, other))).toBe(true);
          expect(spot.left >= 0 && spot.left + spot.width <= 600 && spot.top >= 0 && spot.top + 16 <= 200).toBe(true);
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("an area is named inside of itself, or not at all", () => {
    fc.assert(
      fc.property(steps, steps, (one, other) => {
        const upper = one.map((value, index) => Math.min(value, other[index] ?? 0));
        const lower = one.map((value, index) => Math.max(value, other[index] ?? 0));
        for (const spot of areaSpots([{ text: "Ready", width: 40, upper, lower }], [], PLOT)) {
          PLOT.x.forEach((x, index) => {
            if (x < spot.left || x > spot.left + spot.width) return;
            expect(upper[index]).toBeLessThanOrEqual(spot.top + 1e-9);
            expect(lower[index]).toBeGreaterThanOrEqual(spot.top + spot.height - 1e-9);
          });
        }
      }),
      { seed: 7, numRuns: 200 },
    );
    const thick = { text: "Ready", width: 40, upper: flat(50), lower: flat(150) };
    expect(areaSpots([thick], [], PLOT)).toHaveLength(1);
    expect(areaSpots([{ ...thick, lower: flat(60) }], [], PLOT)).toEqual([]);
  });
});

describe("marks of the changes", () => {
  const change = (at: number) => ({ at, from: 1, to: 2, reason: "" });

  it("those that would touch are one mark with both numbers", () => {
    const marks = changeMarks([change(0), change(100), change(110), change(300)], (at) => at, 24);
    expect(marks.map((mark) => [markLabel(mark), mark.x])).toEqual([
      ["1", 0],
      ["2–3", 100],
      ["4", 300],
    ]);
  });

  it("those out of view keep their numbers", () => {
    const marks = changeMarks([change(0), change(100)], (at) => (at < 50 ? undefined : at), 24);
    expect(marks.map(markLabel)).toEqual(["2"]);
  });

  it("no two marks touch, and each change in view is in exactly one", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 800 }), { maxLength: 60 }), (times) => {
        const sorted = times.toSorted((a, b) => a - b);
        const marks = changeMarks(sorted.map(change), (at) => at, 24);
        expect(marks.flatMap(({ numbers }) => numbers)).toEqual(sorted.map((_, index) => index + 1));
        marks.slice(1).forEach((mark, index) => expect(mark.x - (marks[index]?.x ?? 0)).toBeGreaterThanOrEqual(24));
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
