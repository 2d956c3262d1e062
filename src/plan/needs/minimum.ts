import { HOUR } from "../../units/duration.ts";
import type { Segment } from "../curve/curve.ts";
import { minimumText } from "../curve/reasons.ts";
import type { Snapshot } from "../snapshot.ts";

/** `spec.minReplicas` stands over the whole horizon; its end is a full hour, so that it does not move every turn. */
export function minimumOf({ now, spec, scale }: Snapshot, base: number): readonly Segment[] {
  if (base <= scale.found || spec.mode === "Off") return [];
  const end = Math.ceil((now + spec.forecast.horizon) / HOUR) * HOUR;
  return [{ start: now, end, level: base, by: { source: "Found", readyBefore: 0, text: minimumText } }];
}
