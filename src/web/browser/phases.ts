import type { CampaignRecording, Row } from "../recording.ts";

/** A stretch of time in one phase, half-open. */
export interface PhaseSpan {
  readonly phase: string;
  readonly start: number;
  readonly end: number;
}

/** What each phase is called for people, and the colour it goes by. A phase that is not here is not shown. */
export const PHASE_WORDS: Readonly<Record<string, { readonly label: string; readonly tint: string }>> = {
  Reserving: { label: "Reserving", tint: "reserving" },
  PreScaling: { label: "Starting", tint: "starting" },
  Ready: { label: "Ready", tint: "waiting" },
  Active: { label: "Campaign", tint: "active" },
  Short: { label: "Short", tint: "short" },
  ScalingIn: { label: "Giving back", tint: "returning" },
};

/**
 * What was, from the rows, and what is declared to come: a campaign ahead with its times, one that runs to its end.
 * @param now of the last row, epoch milliseconds
 */
export function phaseSpans(
  rows: readonly Row[],
  campaigns: readonly CampaignRecording[],
  now: number,
): readonly PhaseSpan[] {
  const ahead = campaigns
    .filter(({ end }) => end > now)
    .map(({ start, end }) => ({ phase: "Active", start: Math.max(start, now), end }));
  return [...spansOf(rows), ...ahead].reduce(joined, []);
}

/** A phase lasts until the next row. */
function spansOf(rows: readonly Row[]): readonly PhaseSpan[] {
  return rows.flatMap(({ at, phase }, index) =>
    phase === null || PHASE_WORDS[phase] === undefined ? [] : [{ phase, start: at, end: rows[index + 1]?.at ?? at }],
  );
}

/** Neighbours of one phase are one span. */
function joined(spans: PhaseSpan[], { phase, start, end }: PhaseSpan): PhaseSpan[] {
  const last = spans.at(-1);
  if (last?.phase === phase && last.end === start) spans[spans.length - 1] = { ...last, end };
  else spans.push({ phase, start, end });
  return spans;
}
