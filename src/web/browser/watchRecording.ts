import type { Recording } from "../recording.ts";

const INTERVAL = 1_000;
const LONGEST_WAIT = 15_000;
const PATIENCE = 10_000;

export interface Watching {
  readonly onRecording: (recording: Recording) => void;
  /** Called at each failed attempt; `onRecording` follows when it goes on. */
  readonly onLost: () => void;
}

/** Asks for the recording every second until the play is finished; less often while there is no answer. */
export async function watchRecording({ onRecording, onLost }: Watching): Promise<void> {
  let etag = "";
  let wait = INTERVAL;
  for (let finished = false; !finished;) {
    const answer = await ask(etag).catch(() => "none" as const);
    wait = answer === "none" ? Math.min(LONGEST_WAIT, wait * 2) : INTERVAL;
    if (answer === "none") onLost();
    else if (answer !== undefined) {
      etag = answer.etag;
      onRecording(answer.recording);
      finished = answer.recording.finished;
    }
    if (!finished) await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** @returns undefined when there is nothing new */
async function ask(etag: string): Promise<{ readonly etag: string; readonly recording: Recording } | undefined> {
  const response = await fetch("/recording.json", {
    cache: "no-store",
    headers: etag === "" ? {} : { "if-none-match": etag },
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (response.status === 304) {
    // Left unread, an answer without a body counts as an aborted request.
    await response.text();
    return undefined;
  }
  if (!response.ok) throw new Error(await response.text());
  return { etag: response.headers.get("etag") ?? "", recording: (await response.json()) as Recording };
}
