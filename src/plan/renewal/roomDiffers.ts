import { MOST_WINDOWS } from "../../api/cronHpa.ts";
import { type Milliseconds, MINUTE } from "../../units/duration.ts";
import type { Window } from "../../units/window.ts";
import { type Level, levelsDiffer } from "./levelsDiffer.ts";
import type { Horizon } from "./planDiffers.ts";

/** A learned lead time moves the edges a little every turn; less than this is not worth a write. */
const EDGE_TOLERANCE: Milliseconds = MINUTE;

/** Room as a plan asks for it, and as a WarmPool holds it. */
export interface Room extends Window {
  readonly replicas: number;
  readonly upTo?: number | undefined;
}

/**
 * Whether the room that was written has to be written again: as for floors, it differs soon, or later by more than a
 * step. What is over does nothing any more, and what is open began when it began: neither is worth a write.
 * @param wanted as it would be written: ascending, and no more windows than fit
 */
export function roomDiffers(written: readonly Room[], wanted: readonly Room[], { now, until }: Horizon): boolean {
  // A list that is full ends somewhere: with each window that passes another one has a place in it.
  const declared = wanted.length < MOST_WINDOWS;
  return [sizeOf, limitOf].some((count) => {
    const [stands, wishes] = [written, wanted].map((rooms) =>
      rooms.map((room): Level => ({ start: room.start, end: room.end, level: count(room), declared })),
    );
    return levelsDiffer({ written: stands!, wanted: wishes!, exact: wishes!, now, until, near: EDGE_TOLERANCE });
  });
}

function sizeOf({ replicas }: Room): number {
  return replicas;
}

/** Without a limit more than any number of pods. */
function limitOf({ upTo }: Room): number {
  return upTo ?? Number.MAX_SAFE_INTEGER;
}
