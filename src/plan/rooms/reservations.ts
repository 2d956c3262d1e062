import { MOST_WINDOWS } from "../../api/cronHpa.ts";
import { instant } from "../../units/instant.ts";
import { replicas } from "../../units/replicas.ts";
import { type Segment, segmentAt, skyline } from "../curve/curve.ts";
import { reserveText } from "../curve/reasons.ts";
import type { Declaration } from "../declared/declarations.ts";
import type { LedSegment } from "../leadTime/ledNeeds.ts";
import type { Reservation } from "../plan.ts";

export interface ReservationInput {
  /** Room for each campaign's whole peak. */
  readonly rooms: readonly Segment[];
  /** The floors as they will be, and what stands between them. */
  readonly floors: readonly Segment[];
  readonly base: number;
  readonly now: number;
  readonly until: number;
}

/**
 * Room that is taken ahead of each order, for what the floor does not hold yet: own pods and placeholders together
 * come to the promise, never above it. Where campaigns overlap, the larger promise is reserved, not their sum, since
 * the floor that it leads to is already their combination.
 */
export function reservationsOf({ rooms, floors, base, now, until }: ReservationInput): readonly Reservation[] {
  return rooms
    .flatMap((promise) => {
      const start = Math.max(promise.start, now);
      const cuts = floors.flatMap((floor) => [floor.start, floor.end]).filter((at) => at > start && at < promise.end);
      const edges = [start, ...cuts, promise.end];
      return edges.slice(0, -1).map((from, i) => {
        const floor = Math.max(base, segmentAt(floors, from)?.level ?? 0);
        return { promise, start: from, end: edges[i + 1]!, replicas: promise.level - floor };
      });
    })
    .filter((piece) => piece.start < piece.end && piece.replicas > 0 && piece.start < until)
    .reduce<Piece[]>(joinEqual, [])
    .slice(0, MOST_WINDOWS)
    .map(({ start, end, promise, replicas: count }) => ({
      start: instant(start),
      end: instant(end),
      replicas: replicas(count),
      upTo: replicas(promise.level),
      level: "Node",
      reason: promise.by.text(promise.level),
    }));
}

interface Piece {
  readonly promise: Segment;
  readonly start: number;
  readonly end: number;
  readonly replicas: number;
}

/**
 * For each occurrence: from `reserveBefore` ahead of it until the floor that holds its whole peak is ordered.
 * @param led the needs after all limits, moved to their orders
 */
export function roomsOf(declarations: readonly Declaration[], led: readonly LedSegment[]): readonly Segment[] {
  return skyline(declarations.flatMap((declaration) => promisedRoom(declaration, led)));
}

function promisedRoom({ campaign, name, windows }: Declaration, led: readonly LedSegment[]): readonly Segment[] {
  const by = { source: "Campaign", readyBefore: 0, text: (level: number) => reserveText(level, name) } as const;
  return windows.flatMap((window) => {
    const peak = led
      .filter(({ neededFrom, end }) => neededFrom < window.end && end > window.start)
      .reduce<LedSegment | undefined>(
        (most, need) => (most === undefined || need.level > most.level ? need : most),
        undefined,
      );
    if (peak === undefined) return [];
    return [{ start: window.start - campaign.spec.reserveBefore, end: peak.start, level: peak.level, by }];
  });
}

function joinEqual(pieces: Piece[], piece: Piece): Piece[] {
  const last = pieces.at(-1);
  if (last?.end === piece.start && last.replicas === piece.replicas && last.promise === piece.promise) {
    pieces[pieces.length - 1] = { ...last, end: piece.end };
  } else pieces.push(piece);
  return pieces;
}
