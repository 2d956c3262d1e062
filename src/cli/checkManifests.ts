import { type YamlDocument, yamlDocuments } from "../adapters/files/yamlDocuments.ts";
import { fieldName } from "../api/finding.ts";
import { API_VERSION } from "../api/metadata.ts";
import { type OwnObject, parseObject } from "../api/parse.ts";
import { unknownFields } from "../api/unknownFields.ts";
import { nextOccurrences } from "../calendar/campaignOccurrences.ts";
import type { Failure } from "../units/failure.ts";
import { parseInstant } from "../units/instant.ts";
import { overlapNotes } from "./overlapNotes.ts";

/** Something wrong in a file, with its place. */
export interface FileFinding {
  readonly file: string;
  readonly line: number;
  /** `Campaign vision/double-eleven`; empty when not even that can be read. */
  readonly object: string;
  readonly code: string;
  readonly field: string;
  readonly value?: string;
  readonly message: string;
  readonly remedy: string;
}

export interface CheckedFile {
  /** Objects of our kinds. */
  readonly objects: number;
  /** Documents of other kinds: not ours to judge. */
  readonly others: number;
  readonly findings: readonly FileFinding[];
  /** What is allowed, and may not have been meant: one line each, with its place. */
  readonly notes: readonly string[];
}

/** All that is wrong with the objects of our kinds in one YAML or JSON text. */
export function checkManifests(file: string, text: string): CheckedFile {
  const checked = yamlDocuments(text).flatMap((document) => checkDocument(file, document));
  return {
    objects: checked.filter(({ kind }) => kind === "ours").length,
    others: checked.filter(({ kind }) => kind === "other").length,
    findings: checked.flatMap(({ findings }) => findings).toSorted((a, b) => a.line - b.line),
    notes: checked.flatMap(({ notes = [] }) => notes),
  };
}

interface Checked {
  readonly kind: "ours" | "other" | "unreadable";
  readonly findings: readonly FileFinding[];
  readonly notes?: readonly string[];
}

function checkDocument(file: string, document: YamlDocument): readonly Checked[] {
  const [error] = document.errors;
  if (error !== undefined) {
    const remedy = "correct the YAML; nothing after it can be judged";
    const finding = { file, line: error.line, object: "", code: "NotYaml", field: "document", message: error.message };
    return [{ kind: "unreadable", findings: [{ ...finding, remedy }] }];
  }
  const items = itemsOf(document.value);
  if (items === undefined) return [checkObject(file, document, { raw: document.value, prefix: [] })];
  return items.map((raw, index) => checkObject(file, document, { raw, prefix: ["items", index] }));
}

/** The entries of a `kind: List`, as kubectl prints several objects. */
export function itemsOf(value: unknown): readonly unknown[] | undefined {
  const list = value as { kind?: unknown; items?: unknown } | null;
  return list?.kind === "List" && Array.isArray(list.items) ? list.items : undefined;
}

interface Placed {
  readonly raw: unknown;
  readonly prefix: readonly PropertyKey[];
}

function checkObject(file: string, { lineOf }: YamlDocument, { raw, prefix }: Placed): Checked {
  if (!isObject(raw))
    return { kind: "unreadable", findings: [{ file, line: lineOf(prefix), object: "", ...NO_OBJECT }] };
  const head = raw as {
    apiVersion?: unknown;
    kind?: unknown;
    metadata?: { name?: unknown; namespace?: unknown };
  } | null;
  if (typeof head?.kind === "string" && isOthers(head.apiVersion)) return { kind: "other", findings: [] };
  const parsed = parseObject(raw);
  const failures = [...(parsed.ok ? calendarFailures(parsed.value) : parsed.failure), ...unknownFields(raw)];
  const name = [head?.metadata?.namespace, head?.metadata?.name].filter((part) => typeof part === "string").join("/");
  const object = `${String(head?.kind ?? "object")} ${name}`.trim();
  const lineAt = (field: string) => lineOf([...prefix, ...pathOf(field)]);
  const findings = failures.map((failure) => {
    return { file, line: lineAt(failure.field ?? ""), object, ...described(failure) };
  });
  const notes = (parsed.ok ? overlapNotes(parsed.value) : []).map(
    ({ field, message }) => `${placeOf({ file, line: lineAt(field), object, field })}: ${message}`,
  );
  return { kind: "ours", findings, notes };
}

/** Whether it is meant as a Kubernetes object at all; one that lacks only one of the two is a mistake in one. */
export function isObject(value: unknown): boolean {
  const { apiVersion, kind } = (value ?? {}) as { apiVersion?: unknown; kind?: unknown };
  return apiVersion !== undefined || kind !== undefined;
}

/** One without an apiVersion is nobody's, and may be ours. */
function isOthers(apiVersion: unknown): boolean {
  return typeof apiVersion === "string" && apiVersion.split("/")[0] !== API_VERSION.split("/")[0];
}

const NO_OBJECT = {
  code: "NoObject",
  field: "document",
  message: "is no Kubernetes object: it has neither apiVersion nor kind",
  remedy: "add both, or leave the file out",
};

/** The finding where it stands: `FILE:LINE: Campaign vision/double-eleven: spec.timeZone`, as editors jump from. */
export function placed({ file, line, object, field, ...failure }: FileFinding): Failure {
  return { ...failure, field: placeOf({ file, line, object, field }) };
}

function placeOf({ file, line, object, field }: Pick<FileFinding, "file" | "line" | "object" | "field">): string {
  return [`${file}:${line}`, object, field].filter((part) => part !== "").join(": ");
}

function described({
  code,
  field = "",
  value,
  message,
  remedy,
}: Failure): Omit<FileFinding, "file" | "line" | "object"> {
  return { code, field, ...(value === undefined ? {} : { value }), message, remedy };
}

/** The path that `fieldName` wrote. */
function pathOf(field: string): readonly PropertyKey[] {
  return [...field.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? (name ?? "") : Number(index),
  );
}

/** What only a walk through the calendar shows: dates that leave nothing of a schedule. */
function calendarFailures(object: OwnObject): readonly Failure[] {
  if (object.kind !== "Campaign") return [];
  const { spec } = object;
  const first = spec.from === undefined ? undefined : parseInstant(`${spec.from}T00:00:00+14:00`);
  if (spec.schedule === undefined || first === undefined || spec.until === undefined) return [];
  if (nextOccurrences(spec, first, 1).length > 0) return [];
  return [
    {
      code: "NeverStarts",
      field: fieldName(["spec", "schedule"]),
      value: spec.schedule,
      message: `starts nothing from ${spec.from} until ${spec.until}, excludeDates left out`,
      remedy: "correct the schedule or the dates; until then the campaign does nothing",
    },
  ];
}
