import { describe, expect, it } from "vitest";
import { ownRaises } from "../../src/web/browser/ownRaises.ts";

/** @param counts pairs of floor and replicas, a minute apart */
function rows(...counts: readonly (readonly [number, number])[]) {
  const rest = { demand: 0, forecast: null, required: 0, ready: 0, reserved: 0, phase: null };
  return counts.map(([floor, replicas], minute) => ({ at: minute, floor, replicas, ...rest }));
}

describe("what the HPA did by itself", () => {
  it.each([
    { counts: rows([4, 4], [120, 4], [120, 120]), is: [], why: "what the floor asks for is ours" },
    { counts: rows([120, 120], [80, 120], [40, 110]), is: [], why: "what stands while a floor falls is no raise" },
    { counts: rows([120, 120], [120, 130]), is: [{ at: 1, floor: 120, to: 130 }], why: "above the floor it decides" },
    {
      counts: rows([120, 120], [120, 126], [120, 126], [120, 133]),
      is: [{ at: 1, floor: 120, to: 133 }],
      why: "several steps are one entry",
    },
    {
      counts: rows([4, 4], [4, 6], [8, 8], [8, 9]),
      is: [
        { at: 1, floor: 4, to: 6 },
        { at: 3, floor: 8, to: 9 },
      ],
      why: "the floor caught up in between",
    },
    { counts: rows([4, 9]), is: [], why: "nobody saw where it came from" },
  ])("$why", ({ counts, is }) => {
    expect(ownRaises(counts)).toEqual(is);
  });
});
