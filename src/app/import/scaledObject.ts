import { API_VERSION } from "../../api/metadata.ts";
import { parseCron } from "../../calendar/cronFields.ts";
import { isZone } from "../../units/zone.ts";
import type { Foreign, Reference } from "./cronAutoscalers.ts";
import { type Imported, type LeftOut, NOTHING } from "./imported.ts";
import { spansOf } from "./setPoints.ts";

interface Trigger {
  readonly type?: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Cron triggers of a ScaledObject: as one CronHPA a time zone. */
export function scaledObject({ key, spec }: Foreign): Imported {
  const what = `ScaledObject ${key.namespace}/${key.name}`;
  const all = Array.isArray(spec["triggers"]) ? (spec["triggers"] as readonly Trigger[]) : [];
  const crons = all.filter(({ type }) => type === "cron");
  if (crons.length === 0) return NOTHING;
  const { apiVersion = "apps/v1", kind = "Deployment", name } = (spec["scaleTargetRef"] ?? {}) as Reference;
  const scaleTargetRef = { apiVersion: String(apiVersion), kind: String(kind), name: String(name) };
  const left: LeftOut[] = all
    .filter(({ type }) => type !== "cron")
    .map(({ type }) => ({
      what: `${what}, trigger ${String(type)}`,
      why: "only cron triggers are floors over time",
      remedy: "write an HPA with this metric: that of a ScaledObject is not led, since KEDA would reset its floor",
    }));
  const byZone = new Map<string, { readonly schedules: ReturnType<typeof spansOf>["schedules"][number][] }>();
  for (const [index, { metadata = {} }] of crons.entries()) {
    const read = triggerSpans(metadata, index);
    if ("why" in read) {
      left.push({ what: `${what}, cron trigger ${index + 1}`, ...read });
      continue;
    }
    const group = byZone.get(read.zone) ?? { schedules: [] };
    group.schedules.push(...read.schedules);
    byZone.set(read.zone, group);
  }
  const objects = [...byZone].map(([timeZone, { schedules }], index) => ({
    apiVersion: API_VERSION,
    kind: "CronHPA" as const,
    metadata: { ...key, name: index === 0 ? key.name : `${key.name}-${index + 1}` },
    spec: { scaleTargetRef, timeZone, schedules },
  }));
  const found = spec["minReplicaCount"] ?? 0;
  const notes = [
    `${what}: delete it before the CronHPA is to act; between its windows what is found stands: ${String(found)}`,
  ];
  return { objects, left, notes: objects.length === 0 ? [] : notes };
}

/** From each start to the next end; what is between ends and starts is nothing of this trigger's. */
function triggerSpans(
  { timezone, start, end, desiredReplicas }: Readonly<Record<string, unknown>>,
  index: number,
): { readonly zone: string; readonly schedules: ReturnType<typeof spansOf>["schedules"] } | Omit<LeftOut, "what"> {
  const remedy = "write a CronHPA for it by hand";
  const zone = String(timezone);
  if (!isZone(zone)) return { why: `its timezone "${zone}" is none`, remedy };
  const size = Number(desiredReplicas);
  if (!Number.isSafeInteger(size) || size < 1) return { why: "its desiredReplicas is no number of replicas", remedy };
  for (const text of [start, end]) {
    const parsed = parseCron(String(text));
    if (!parsed.ok) return { why: `"${String(text)}": ${parsed.failure.message}`, remedy };
  }
  const name = `cron-${index + 1}`;
  const { schedules, left } = spansOf([
    { name, schedule: String(start), size },
    { name: "end", schedule: String(end), size: 0 },
  ]);
  return left[0] === undefined ? { zone, schedules } : { why: left[0].why, remedy };
}
