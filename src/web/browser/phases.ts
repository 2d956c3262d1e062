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

/** Neighbouring rows of one phase as one span; a phase lasts until the next row. */
export function phaseSpans(rows: readonly Row[]): readonly PhaseSpan[] {
  const spans: PhaseSpan[] = [];
  rows.forEach(({ at, phase }, index) => {
    const end = rows[index + 1]?.at ?? at;
    const last = spans.at(-1);
    if (phase === null || PHASE_WORDS[phase] === undefined) return;
    if (last?.phase === phase && last.end === at) spans[spans.length - 1] = { ...last, end };
    else spans.push({ phase, start: at, end });
  });
  return spans;
}

/** Campaigns that have not begun, so that the page shows what is coming before any row does. */
export function campaignsAhead(campaigns: readonly CampaignRecording[], now: number): readonly PhaseSpan[] {
  return campaigns.filter(({ start }) => start > now).map(({ start, end }) => ({ phase: "Active", start, end }));
}
