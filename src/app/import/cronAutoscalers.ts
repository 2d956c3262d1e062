import type { CronHpaInput } from "../../api/cronHpa.ts";
import { API_VERSION, type ObjectKey } from "../../api/metadata.ts";
import { parseCron } from "../../calendar/cronFields.ts";
import { type Imported, type LeftOut, nameFrom } from "./imported.ts";
import { type SetPoint, spansOf } from "./setPoints.ts";

/** What is needed of a document that somebody wrote for another controller: nothing of it is believed. */
export interface Foreign {
  readonly kind: string;
  readonly key: ObjectKey;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Where the schedules of others are read. */
export interface ImportSetting {
  /** Of schedules that name none: their controller took its own clock. */
  readonly zone: string;
  /** The workload behind an HPA of the files. */
  readonly workloadOf: (hpa: ObjectKey) => Reference | undefined;
  /** This year, for days that are left out every year. */
  readonly year: number;
}

export interface Reference {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly name?: unknown;
}

interface Job {
  readonly name?: unknown;
  readonly ruleName?: unknown;
  readonly schedule?: unknown;
  readonly targetSize?: unknown;
  readonly targetReplicas?: unknown;
  readonly runOnce?: unknown;
  readonly disable?: unknown;
  readonly excludeDates?: unknown;
}

/**
 * CronHorizontalPodAutoscaler and HorizontalPodCronscaler, which set sizes at moments: as one CronHPA, whose floors
 * stand from one moment to the next.
 */
export function cronAutoscaler({ kind, key, spec }: Foreign, setting: ImportSetting): Imported {
  const what = `${kind} ${key.namespace}/${key.name}`;
  const target = targetOf(spec, key, setting);
  if (typeof target === "string")
    return { objects: [], notes: [], left: [{ what, why: target, remedy: TARGET_REMEDY }] };
  const left: LeftOut[] = [];
  const jobs = listOf(spec["jobs"] ?? spec["crons"] ?? spec["rules"]).filter(({ disable }) => disable !== true);
  const points: SetPoint[] = [];
  for (const [index, job] of jobs.entries()) {
    const point = pointOf(job, index);
    if ("why" in point) left.push({ what: `${what}, job ${point.name}`, why: point.why, remedy: point.remedy });
    else points.push(point);
  }
  const { schedules, rest, left: unclear } = spansOf(points);
  for (const { name, ...rest_ } of unclear) left.push({ what: `${what}, job ${name}`, ...rest_ });
  const excluded = excludedOf([spec["excludeDates"], ...jobs.map((job) => job.excludeDates)], setting.year);
  for (const text of excluded.unclear) {
    left.push({
      what: `${what}, excludeDates`,
      why: `"${text}" is no day of the year`,
      remedy: "narrow the schedules",
    });
  }
  if (schedules.length === 0) return { objects: [], left, notes: [] };
  const cronHpa: CronHpaInput = {
    scaleTargetRef: target,
    timeZone: setting.zone,
    schedules: [...schedules],
    ...(excluded.dates.length === 0 ? {} : { excludeDates: [...excluded.dates] }),
  };
  const notes = [
    `${what}: sizes were set exactly; here they are floors, and an HPA decides what is above`,
    ...(rest === undefined ? [] : [`${what}: between its windows what is found stands; it was ${rest}`]),
    ...(excluded.dates.length === 0 ? [] : [`${what}: excludeDates are written out until ${setting.year + YEARS - 1}`]),
  ];
  return { objects: [{ apiVersion: API_VERSION, kind: "CronHPA", metadata: key, spec: cronHpa }], left, notes };
}

const TARGET_REMEDY = "name a workload, or give the manifest of its HPA as well";

function targetOf(spec: Foreign["spec"], key: ObjectKey, { workloadOf }: ImportSetting) {
  const named = (spec["scaleTargetRef"] ?? spec["scaleTarget"] ?? {}) as Reference;
  const isHpa = named.kind === "HorizontalPodAutoscaler";
  const found = isHpa ? workloadOf({ namespace: key.namespace, name: String(named.name) }) : named;
  if (found === undefined) return `its target is the HPA ${String(named.name)}, whose workload is not known`;
  if (typeof found.name !== "string") return "it names no target";
  const kind = /^statefulset$/i.test(String(found.kind)) ? "StatefulSet" : String(found.kind ?? "Deployment");
  return { apiVersion: "apps/v1", kind, name: found.name };
}

function listOf(value: unknown): readonly Job[] {
  return Array.isArray(value) ? value.filter((each): each is Job => typeof each === "object" && each !== null) : [];
}

function pointOf(
  job: Job,
  index: number,
): SetPoint | { readonly name: string; readonly why: string; readonly remedy: string } {
  const name = nameFrom(String(job.name ?? job.ruleName ?? ""), `job-${index + 1}`);
  const size = job.targetSize ?? job.targetReplicas;
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
    return { name, why: "it says no size", remedy: "write a CronHPA for it by hand" };
  }
  if (job.runOnce === true) return { name, why: "it runs once", remedy: "file a Campaign: headstart campaign file" };
  const read = fiveFields(String(job.schedule ?? ""));
  return typeof read === "string" ? { name, schedule: read, size } : { name, ...read };
}

/** Of six fields, the first of which are seconds; those are dropped where they are one moment of the minute. */
function fiveFields(text: string): string | { readonly why: string; readonly remedy: string } {
  const fields = text.trim().split(/\s+/);
  const remedy = "write five fields (minute hour day month weekday), or file a Campaign for one day";
  if (fields.length === 6 && !/^\d+$/.test(fields[0] ?? ""))
    return { why: `"${text}" fires within the minute`, remedy };
  const five = fields.slice(-5).join(" ");
  const parsed = parseCron(fields.length === 6 ? five : text);
  return parsed.ok ? five : { why: `"${text}": ${parsed.failure.message}`, remedy };
}

/** Days that come every year are written out for so many. */
const YEARS = 5;

function excludedOf(lists: readonly unknown[], year: number) {
  const texts = [...new Set(lists.flatMap((list) => (Array.isArray(list) ? list.map(String) : [])))];
  const dates = new Set<string>();
  const unclear: string[] = [];
  for (const text of texts) {
    const [, day, month] = /^\* \* \* (\d{1,2}) (\d{1,2}) [*?]$/.exec(text.trim()) ?? [];
    if (day === undefined || month === undefined) unclear.push(text);
    else for (let ahead = 0; ahead < YEARS; ahead += 1) dates.add(dateText(year + ahead, month, day));
  }
  // 29 February is not of every year.
  return { dates: [...dates].filter(isDate).toSorted(), unclear };
}

function isDate(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function dateText(year: number, month: string, day: string): string {
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
