import type { FloorRecord } from "../../api/cronHpa.ts";
import { FLOOR_ANNOTATION, type ObjectMeta } from "../../api/metadata.ts";
import { parseInstant } from "../../units/instant.ts";

/**
 * Reads what we remember on an HPA or workload.
 * @returns undefined when there is none; "unreadable" when somebody wrote something else there
 */
export function floorRecordOf(metadata: ObjectMeta): FloorRecord | "unreadable" | undefined {
  const text = metadata.annotations?.[FLOOR_ANNOTATION];
  if (text === undefined) return undefined;
  try {
    return checked(JSON.parse(text)) ?? "unreadable";
  } catch {
    return "unreadable";
  }
}

export function textOfRecord({ found, applied, since, from, by }: FloorRecord): string {
  return JSON.stringify({ found, applied, since, ...rest(from, by) });
}

function checked(raw: unknown): FloorRecord | undefined {
  if (typeof raw !== "object" || raw === null) return undefined;
  const { found, applied, since, from, by } = raw as Readonly<Record<string, unknown>>;
  if (found !== null && !isCount(found)) return undefined;
  if (!isCount(applied) || typeof since !== "string" || parseInstant(since) === undefined) return undefined;
  if (from !== undefined && !isCount(from)) return undefined;
  if (by !== undefined && typeof by !== "string") return undefined;
  return { found, applied, since, ...rest(from, by) };
}

function rest(from: number | undefined, by: string | undefined): Pick<FloorRecord, "from" | "by"> {
  return { ...(from === undefined ? {} : { from }), ...(by === undefined ? {} : { by }) };
}

function isCount(raw: unknown): raw is number {
  return typeof raw === "number" && Number.isSafeInteger(raw) && raw >= 0;
}
