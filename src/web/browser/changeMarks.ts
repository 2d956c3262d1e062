import type { Change } from "../recording.ts";

/** One mark on the time axis: a change of the floor, or several that would touch. */
export interface ChangeMark {
  /** Pixels from the left of the plot. */
  readonly x: number;
  /** Which changes, counted from 1 as in the list; ascending. */
  readonly numbers: readonly number[];
  readonly changes: readonly Change[];
}

/**
 * Places changes on the axis, joining those that would touch, so that no mark hides another.
 * @param changes oldest first
 * @param xOf     pixels of an instant; undefined when it is outside of the plot
 * @param width   pixels that a mark takes; one that stands for several takes half as much again
 */
export function changeMarks(
  changes: readonly Change[],
  xOf: (at: number) => number | undefined,
  width: number,
): readonly ChangeMark[] {
  const marks: ChangeMark[] = [];
  changes.forEach((change, index) => {
    const x = xOf(change.at);
    const last = marks.at(-1);
    if (x === undefined) return;
    if (last !== undefined && x - last.x < (last.numbers.length > 1 ? 1.5 : 1) * width) {
      marks[marks.length - 1] = {
        x: last.x,
        numbers: [...last.numbers, index + 1],
        changes: [...last.changes, change],
      };
    } else {
      marks.push({ x, numbers: [index + 1], changes: [change] });
    }
  });
  return marks;
}

/** `3` or `3–5` */
export function markLabel({ numbers }: ChangeMark): string {
  const [first, last] = [numbers[0], numbers.at(-1)];
  return first === last ? `${first}` : `${first}–${last}`;
}

/** `4 → 40` */
export function changeText({ from, to }: Change): string {
  return `${from} → ${to}`;
}
