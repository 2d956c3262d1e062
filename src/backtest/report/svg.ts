/** A drawing area with its scales; all lengths in CSS pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
}

export const FRAME: Frame = { width: 960, height: 260, left: 64, right: 20, bottom: 24 };

/** From a value to its place. */
export type Scale = (value: number) => number;

export function linear(from: number, to: number, start: number, end: number): Scale {
  const span = to - from || 1;
  return (value) => start + ((value - from) / span) * (end - start);
}

export function logarithmic(from: number, to: number, start: number, end: number): Scale {
  const inner = linear(Math.log10(from), Math.log10(to), start, end);
  return (value) => inner(Math.log10(Math.max(from, Math.min(to, value))));
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function line(points: readonly Point[], { color, dash }: { readonly color: string; readonly dash?: string }) {
  const dashed = dash === undefined ? "" : ` stroke-dasharray="${dash}"`;
  return `<polyline fill="none" stroke="${color}" stroke-width="1.4"${dashed} points="${joined(points)}"/>`;
}

export function area(points: readonly Point[], baseline: number, color: string): string {
  if (points.length === 0) return "";
  const closed = [{ x: points[0]!.x, y: baseline }, ...points, { x: points.at(-1)!.x, y: baseline }];
  return `<polygon fill="${color}" points="${joined(closed)}"/>`;
}

export function text(at: Point, words: string, anchor: "start" | "middle" | "end" = "start"): string {
  return `<text x="${fixed(at.x)}" y="${fixed(at.y)}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

export function gridLine(from: Point, to: Point): string {
  return `<path class="grid" d="M${fixed(from.x)} ${fixed(from.y)}L${fixed(to.x)} ${fixed(to.y)}"/>`;
}

export function mark(at: Point, width: number, { color, title }: { readonly color: string; readonly title: string }) {
  const box = `x="${fixed(at.x)}" y="${fixed(at.y)}" width="${fixed(Math.max(1.5, width))}" height="7"`;
  return `<rect ${box} fill="${color}"><title>${escaped(title)}</title></rect>`;
}

export function svg({ width, height }: Pick<Frame, "width" | "height">, parts: readonly string[], label: string) {
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}">${parts.join("")}</svg>`;
}

export function escaped(words: string): string {
  return words.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!);
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function joined(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${fixed(x)},${fixed(y)}`).join(" ");
}

function fixed(length: number): string {
  return String(Math.round(length * 10) / 10);
}

/** Okabe and Ito's colours, which most eyes tell apart; a policy keeps its own in every chart. */
export const COLORS: Readonly<Record<string, string>> = {
  static: "#999999",
  hpa: "#e69f00",
  cron: "#56b4e9",
  naive: "#009e73",
  "lastweek+level": "#cc79a7",
  headstart: "#d55e00",
  foresight: "#0072b2",
  oracle: "#000000",
};

export function colorOf(policy: string): string {
  return COLORS[policy] ?? "#555555";
}

/** About `count` round values within [0, most]. */
export function roundTicks(most: number, count: number): readonly number[] {
  const rough = most / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => i * step);
}
