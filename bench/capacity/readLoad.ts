import { readRecording } from "../../src/adapters/replay/readRecording.ts";
import type { RecordedLoad } from "../../src/backtest/recordedLoad.ts";
import { type Track, trackOf } from "../../src/backtest/track.ts";

/** @throws when it is no recording: the benchmark's own series are all of them */
export async function readLoad(file: string): Promise<RecordedLoad> {
  const load = await readRecording(file);
  if (!load.ok) throw new Error(load.failure.message);
  return load.value;
}

export async function readTrack(file: string): Promise<Track> {
  const track = trackOf(await readLoad(file), {});
  if (!track.ok) throw new Error(track.failure.message);
  return track.value;
}
