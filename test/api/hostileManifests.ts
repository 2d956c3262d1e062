import type { HostileManifest } from "./hostileManifest.ts";
import { HOSTILE_OTHERS } from "./hostileOthers.ts";
import { HOSTILE_PEAKS } from "./hostilePeaks.ts";
import { HOSTILE_TIMES } from "./hostileTimes.ts";

/** More than forty ways to be wrong: missing, contradicting, impossible, huge, circular. */
export const HOSTILE_MANIFESTS: readonly HostileManifest[] = [...HOSTILE_TIMES, ...HOSTILE_PEAKS, ...HOSTILE_OTHERS];
