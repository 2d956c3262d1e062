import { createHash } from "node:crypto";
import type { Recording } from "./recording.ts";

export type RecordingAnswer =
  | { readonly kind: "current"; readonly etag: string; readonly json: string }
  | { readonly kind: "tooLong"; readonly text: string };

/** Rows of all targets together: at 15 s a row, ten deployments over two days. Some 20 MB of JSON. */
export const MOST_ROWS = 120_000;

/**
 * The recording as JSON, written out only when something came to it: many readers ask for the same one.
 * Rows and changes are only ever added, so their counts tell whether there is something new.
 */
export function recordingAnswers(recording: () => Recording): () => RecordingAnswer {
  let last: { readonly etag: string; readonly json: string } | undefined;
  return () => {
    const current = recording();
    const rows = current.targets.reduce((sum, target) => sum + target.rows.length, 0);
    if (rows > MOST_ROWS) {
      return { kind: "tooLong", text: `${rows} rows, at most ${MOST_ROWS} are served: record at wider steps` };
    }
    const etag = etagOf(current);
    if (last?.etag !== etag) last = { etag, json: JSON.stringify(current) };
    return { kind: "current", ...last };
  };
}

function etagOf({ targets, ...rest }: Recording): string {
  const lengths = targets.map(({ rows, changes, ...identity }) => [
    identity,
    rows.length,
    rows.at(-1)?.at,
    changes.length,
  ]);
  return `"${createHash("sha256")
    .update(JSON.stringify([rest, lengths]))
    .digest("base64url")
    .slice(0, 22)}"`;
}
