import type { z } from "zod";
import { type Finding, fieldName, UNTIL_THEN, valueAt } from "./finding.ts";

type Issue = z.core.$ZodIssue;

/**
 * What a schema has against an object, in words that say what to write instead.
 * Of one text its length is not said as well: that it is short follows from what is wrong with it.
 */
export function schemaFindings(issues: readonly Issue[], raw: unknown): readonly Finding[] {
  const explained = new Set(issues.filter(({ code }) => code === "custom").map(({ path }) => fieldName(path)));
  const isSaid = (issue: Issue) =>
    issue.code === "too_small" && issue.origin === "string" && explained.has(fieldName(issue.path));
  return issues.filter((issue) => !isSaid(issue)).map((issue) => schemaFinding(issue, raw));
}

function schemaFinding(issue: Issue, raw: unknown): Finding {
  const value = valueAt(raw, issue.path);
  const at = { path: issue.path, code: "InvalidValue" };
  if (value === undefined) {
    const field = fieldName(issue.path);
    return { ...at, code: "MissingField", message: "is required", remedy: `add ${field}; ${UNTIL_THEN}` };
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    return { ...at, message: "is no finite number", remedy: `write a number that fits, such as 25; ${UNTIL_THEN}` };
  }
  return { ...at, message: messageOf(issue, value), remedy: `${remedyOf(issue, value)}; ${UNTIL_THEN}` };
}

const TYPES: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a whole number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  object: "a set of fields",
  record: "a set of names and texts",
};

function messageOf(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${TYPES[issue.expected] ?? issue.expected}, not ${kindOf(value)}`;
    case "too_small":
      return `must be at least ${issue.minimum}${unitOf(issue.origin)}`;
    case "too_big":
      return `must be at most ${issue.maximum}${unitOf(issue.origin)}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "invalid_union":
      if (isFraction(value) && wordsIn(issue).length === 0)
        return "must be a quantity: an unquoted fraction is not one";
      return `must be ${unionOf(issue)}`;
    default:
      return issue.message;
  }
}

function remedyOf(issue: Issue, value: unknown): string {
  if (issue.code === "invalid_union") return unionRemedy(issue, value);
  if (issue.code === "custom" && typeof issue.params?.["remedy"] === "string") return issue.params["remedy"];
  if (issue.code === "invalid_value") return `choose ${issue.values.map(String).join(" or ")}`;
  if (issue.code === "too_small" || issue.code === "too_big") return "correct the size";
  if (issue.code === "invalid_type" && issue.expected === "string") return asTextRemedy(value);
  if (issue.code === "invalid_type") return `write ${TYPES[issue.expected] ?? issue.expected}`;
  return "correct this field";
}

function unionRemedy(issue: Extract<Issue, { code: "invalid_union" }>, value: unknown): string {
  if (wordsIn(issue).length > 0 && typeof value !== "string") return asTextRemedy(value);
  return isFraction(value) ? `write it in quotes: "${value}"` : "correct this field";
}

/** Quotes alone make no duration of a number: `"5"` would be the next thing to be refused. */
function asTextRemedy(value: unknown): string {
  if (typeof value === "number") return "write it in quotes, and a duration with its unit, such as 5m";
  return typeof value === "boolean" ? "write it in quotes" : "write a text";
}

function isFraction(value: unknown): value is number {
  return typeof value === "number" && !Number.isInteger(value);
}

/** A union says only that nothing fitted; the members that could have are known by their shapes. */
function unionOf(issue: Extract<Issue, { code: "invalid_union" }>): string {
  const inner = issue.errors.flat().map(({ message }) => message);
  const own = inner.find((message) => message.startsWith("must be"));
  const words = wordsIn(issue);
  if (own !== undefined) return [...words, own.slice("must be ".length)].join(" or ");
  // The other member did not even get to read a text.
  if (words.length > 0) return `${words.join(" or ")} or a text`;
  return 'a quantity above zero, such as 25, "2.5" or "500m"';
}

/** Words that stand for themselves, such as Auto. */
function wordsIn(issue: Extract<Issue, { code: "invalid_union" }>): readonly string[] {
  return issue.errors.flat().flatMap((one) => (one.code === "invalid_value" ? one.values.map(String) : []));
}

function unitOf(origin: string): string {
  if (origin === "string") return " characters long";
  return origin === "array" || origin === "set" ? " entries long" : "";
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number" && !Number.isInteger(value)) return "a fraction";
  return typeof value === "object" ? "a set of fields" : `a ${typeof value}`;
}
