import { readFileSync, statSync } from "node:fs";
import type { Campaign } from "../../api/campaign.ts";
import { API_VERSION } from "../../api/metadata.ts";
import { parseObject } from "../../api/parse.ts";
import { type Failure, quote } from "../../units/failure.ts";
import { failed, type Result, success } from "../../units/result.ts";
import { yamlDocuments } from "../files/yamlDocuments.ts";

/** A list of campaigns is written by people; a larger file is something else. */
const LARGEST = 4 << 20;
const MOST_ROWS = 10_000;

const COLUMNS = ["name", "start", "end", "multiplier", "demand", "replicas", "profile", "rampUp", "halfLife"] as const;
type Column = (typeof COLUMNS)[number];

/**
 * Declared peaks: Campaign manifests in YAML or JSON, or a CSV with the header `start,end` and one of `multiplier`,
 * `demand`, `replicas`, and if wished `name`, `profile`, `rampUp`, `halfLife`. Times are RFC 3339, or wall clock UTC.
 * @returns a failure that names file and line
 */
export function readCampaigns(path: string): Result<readonly Campaign[], Failure> {
  const text = textOf(path);
  if (!text.ok) return text;
  return /\.(ya?ml|json)$/.test(path) ? fromManifests(path, text.value) : fromCsv(path, text.value);
}

function textOf(path: string): Result<string, Failure> {
  try {
    if (statSync(path).size > LARGEST) throw new Error(`it is larger than ${LARGEST >> 20} MB`);
    return success(readFileSync(path, "utf8"));
  } catch (cause) {
    const message = `the file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    const remedy = "give a CSV file or Campaign manifests; nothing was replayed";
    return failed({ code: "Unreadable", message, remedy, field: path, cause });
  }
}

/** Objects of other kinds are passed over: a folder's file may hold them too. */
function fromManifests(path: string, text: string): Result<readonly Campaign[], Failure> {
  const campaigns: Campaign[] = [];
  for (const { value, lineOf, errors } of yamlDocuments(text)) {
    const [error] = errors;
    if (error !== undefined) return failed(problem(`${path}:${error.line}`, error.message));
    if ((value as { kind?: unknown } | null)?.kind !== "Campaign") continue;
    const parsed = parseObject(value);
    if (!parsed.ok) return failed(atLine(parsed.failure, path, lineOf([])));
    if (parsed.value.kind === "Campaign") campaigns.push(parsed.value);
  }
  return campaigns.length > 0 ? success(campaigns) : failed(problem(path, "there is no Campaign in it"));
}

function fromCsv(path: string, text: string): Result<readonly Campaign[], Failure> {
  const lines = text.split(/\r?\n/);
  const header = (lines[0] ?? "").split(",").map((cell) => cell.trim());
  const unknown = header.find((name) => !(COLUMNS as readonly string[]).includes(name));
  if (unknown !== undefined) return failed(problem(`${path}:1`, `no column of campaigns is called so`, unknown));
  if (!header.includes("start") || !header.includes("end")) {
    return failed(problem(`${path}:1`, "the header needs start,end", lines[0]));
  }
  const campaigns: Campaign[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === "") continue;
    if (campaigns.length === MOST_ROWS) return failed(problem(`${path}:${index + 1}`, `more than ${MOST_ROWS} rows`));
    const cells = line.split(",").map((cell) => cell.trim());
    if (cells.length > header.length) return failed(problem(`${path}:${index + 1}`, "more cells than columns", line));
    const cell = (column: Column): string | undefined => cells[header.indexOf(column)] || undefined;
    const parsed = parseObject(manifestOf(cell, index + 1));
    if (!parsed.ok) return failed(atLine(parsed.failure, path, index + 1));
    if (parsed.value.kind === "Campaign") campaigns.push(parsed.value);
  }
  return campaigns.length > 0 ? success(campaigns) : failed(problem(path, "there is no campaign in it"));
}

/** A row as somebody would have filed it: a multiplier is of the usual demand at each moment. */
function manifestOf(cell: (column: Column) => string | undefined, line: number): unknown {
  const multiplier = cell("multiplier");
  const count = cell("replicas");
  const peak = {
    multiplier,
    of: multiplier === undefined ? undefined : "SameTime",
    demand: cell("demand"),
    replicas: count === undefined ? undefined : Number(count),
  };
  const time = (column: "start" | "end") => cell(column)?.replace(" ", "T");
  return {
    apiVersion: API_VERSION,
    kind: "Campaign",
    metadata: { name: cell("name") ?? `line-${line}`, namespace: "replay" },
    spec: {
      ...{ timeZone: "UTC", start: time("start"), end: time("end"), targets: [{ name: "replay", peak }] },
      ...{ profile: cell("profile"), rampUp: cell("rampUp"), halfLife: cell("halfLife") },
    },
  };
}

function atLine([first]: readonly Failure[], path: string, line: number): Failure {
  const { field, ...failure } = first!;
  return { ...failure, field: `${path}:${line}${field === undefined ? "" : `: ${field}`}` };
}

function problem(field: string, message: string, value?: string): Failure {
  const remedy = "write the header start,end,multiplier and a campaign a line; nothing was replayed";
  return { code: "BadCampaigns", message, remedy, field, ...(value === undefined ? {} : { value: quote(value) }) };
}
