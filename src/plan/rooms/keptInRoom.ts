import type { Asker, Segment } from "../curve/curve.ts";
import { segmentAt } from "../curve/curve.ts";
import { keptInRoomText } from "../curve/reasons.ts";

export interface RoomAhead {
  /** Room that is reserved ahead of each order; ends with the order. */
  readonly rooms: readonly Segment[];
  /** The floors as they would come down, from now on: ascending, not overlapping. */
  readonly floors: readonly Segment[];
  readonly now: number;
  /** The floor that is applied now. */
  readonly standing: number;
  /** Longest that a floor is held for this, milliseconds before the order. */
  readonly longest: number;
}

/**
 * What keeps a floor from stepping down while room is reserved for a campaign, up to what that is promised: a replica
 * that goes is replaced by a placeholder in the same room, and is started anew with the order. It would free nothing,
 * cost a start, and look as if the campaign had been forgotten.
 */
export function keptInRoom({ rooms, floors, now, standing, longest }: RoomAhead): readonly Segment[] {
  return rooms.flatMap((room) => {
    const from = Math.max(now, room.start, room.end - longest);
    if (from >= room.end) return [];
    const by: Asker = {
      source: "Held",
      readyBefore: 0,
      text: (level) => keptInRoomText(level, room.by.text(room.level)),
    };
    const kept = (start: number, level: number): Segment => ({
      ...{ start, end: room.end, by },
      level: Math.min(level, room.level),
    });
    const stands = from === now && standing > (segmentAt(floors, now)?.level ?? 0) ? [kept(now, standing)] : [];
    const ending = floors.filter(({ end }) => end > from && end < room.end);
    return [...stands, ...ending.map(({ end, level }) => kept(end, level))];
  });
}
