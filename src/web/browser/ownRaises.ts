import type { Row } from "../recording.ts";

/** The HPA went above the floor by itself: from `at` on, up to `to` replicas until the floor had caught up again. */
export interface OwnRaise {
  readonly at: number;
  readonly floor: number;
  readonly to: number;
}

/** One entry for each time above the floor, however many steps it took; what stands while a floor falls is none. */
export function ownRaises(rows: readonly Row[]): readonly OwnRaise[] {
  const raises: OwnRaise[] = [];
  let above: OwnRaise | undefined;
  rows.forEach(({ at, replicas, floor }, index) => {
    const before = rows[index - 1]?.replicas;
    if (replicas <= floor) above = undefined;
    if (before === undefined || replicas <= before || replicas <= floor) return;
    if (above !== undefined) raises.pop();
    above = { at: above?.at ?? at, floor, to: replicas };
    raises.push(above);
  });
  return raises;
}
