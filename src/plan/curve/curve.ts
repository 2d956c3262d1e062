import type { FloorSource } from "../plan.ts";

/** Who asks for a level, and in which words. One object per asker, so that askers can be told apart by identity. */
export interface Asker {
  readonly source: FloorSource;
  /** One line for people, for a level of this asker. */
  readonly text: (level: number) => string;
  /** Milliseconds that everything must be Ready ahead; 0 but for declared peaks. */
  readonly readyBefore: number;
  /** Campaign: those that made the level, as `namespace/name`. */
  readonly campaigns?: readonly string[];
  /** ScaleIn and Held: when the peak ended from which the floor descends. */
  readonly endedAt?: number;
}

/** A level of replicas over [start, end), in epoch milliseconds. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly level: number;
  readonly by: Asker;
}

/** Between equal levels the first of these gives the reason. */
const PRECEDENCE: readonly FloorSource[] = ["Campaign", "Held", "ScaleIn", "Forecast", "Schedule", "Found"];

/**
 * The upper envelope of any segments: ascending, not overlapping, gaps where there was none.
 * The tallest is painted first and keeps its ground; between equal levels precedence, then the earlier start, then
 * the words decide, so the order in which segments come does not matter.
 */
export function skyline(segments: readonly Segment[]): readonly Segment[] {
  const solid = segments.filter(({ start, end }) => start < end).sort(earliestFirst);
  const edges = distinctEdges(solid);
  const slotOf = new Map<number, number>();
  edges.forEach((edge, slot) => slotOf.set(edge, slot));
  // free[i] is the first slot at or after i that is not painted yet.
  const free = Int32Array.from({ length: edges.length + 1 }, (_, i) => i);
  const painted: (Segment | undefined)[] = new Array<Segment | undefined>(edges.length).fill(undefined);
  for (const index of tallestFirst(solid)) {
    const segment = solid[index]!;
    const end = slotOf.get(segment.end) ?? 0;
    for (let slot = firstFree(free, slotOf.get(segment.start) ?? 0); slot < end; slot = firstFree(free, slot)) {
      painted[slot] = segment;
      free[slot] = slot + 1;
    }
  }
  return joined(painted, edges);
}

/** The segment of a skyline that covers the moment. */
export function segmentAt(curve: readonly Segment[], at: number): Segment | undefined {
  let low = 0;
  let high = curve.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const segment = curve[middle]!;
    if (at < segment.start) high = middle - 1;
    else if (at >= segment.end) low = middle + 1;
    else return segment;
  }
  return undefined;
}

/** The part of the segments at or after `from`. */
export function clipped(segments: readonly Segment[], from: number): readonly Segment[] {
  return segments
    .filter(({ end }) => end > from)
    .map((segment) => (segment.start >= from ? segment : { ...segment, start: from }));
}

/** Total up to segments that cannot be told apart. */
function earliestFirst(a: Segment, b: Segment): number {
  if (a.start !== b.start) return a.start - b.start;
  if (a.end !== b.end) return b.end - a.end;
  if (a.level !== b.level) return b.level - a.level;
  if (a.by === b.by) return 0;
  const [one, other] = [a.by.text(a.level), b.by.text(b.level)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * The indices by level, tallest first, then by precedence, then as they are ordered.
 * One number holds all three, since sorting numbers is many times faster than sorting objects.
 */
function tallestFirst(sorted: readonly Segment[]): Float64Array {
  const count = sorted.length;
  const keys = new Float64Array(count);
  sorted.forEach(({ level, by }, index) => {
    const rank = level * PRECEDENCE.length + (PRECEDENCE.length - 1 - PRECEDENCE.indexOf(by.source));
    keys[index] = -rank * count + index;
  });
  return keys.sort().map((key) => ((key % count) + count) % count);
}

function distinctEdges(segments: readonly Segment[]): Float64Array {
  const all = new Float64Array(2 * segments.length);
  segments.forEach(({ start, end }, i) => {
    all[2 * i] = start;
    all[2 * i + 1] = end;
  });
  all.sort();
  return all.filter((edge, i) => i === 0 || edge !== all[i - 1]);
}

function firstFree(free: Int32Array, slot: number): number {
  let root = slot;
  while (free[root] !== root) root = free[root]!;
  for (let at = slot; at !== root;) {
    const next = free[at]!;
    free[at] = root;
    at = next;
  }
  return root;
}

/** Neighbouring slots of one level and one asker become one segment again. */
function joined(painted: readonly (Segment | undefined)[], edges: Float64Array): readonly Segment[] {
  const out: { start: number; end: number; level: number; by: Asker }[] = [];
  for (let slot = 0; slot + 1 < edges.length; slot++) {
    const segment = painted[slot];
    if (segment === undefined) continue;
    const last = out.at(-1);
    const start = edges[slot]!;
    const end = edges[slot + 1]!;
    if (last?.end === start && last.level === segment.level && last.by === segment.by) last.end = end;
    else out.push({ start, end, level: segment.level, by: segment.by });
  }
  return out;
}
