import { parseDuration, type Milliseconds, milliseconds } from "../../units/duration.ts";
import { type Failure, quote } from "../../units/failure.ts";
import { type Instant, instant, parseInstant } from "../../units/instant.ts";

/** Fields of a YAML document, read by path; what is wrong is collected, so that all of it can be said at once. */
export interface StoryFields {
  readonly failures: readonly Failure[];
  text(path: string): string;
  /** Finite and ≥ 0. */
  number(path: string): number;
  /** RFC 3339 with an offset. */
  instant(path: string): Instant;
  duration(path: string): Milliseconds;
  /** How many entries the list has; 0 where there is none. */
  length(path: string): number;
}

export function storyFields(document: unknown): StoryFields {
  const failures: Failure[] = [];

  function at(path: string): unknown {
    return path
      .split(".")
      .reduce<unknown>((value, name) => (value as Record<string, unknown> | null)?.[name], document);
  }

  function read<T>(path: string, expected: string, { of, otherwise }: { of: (value: unknown) => T; otherwise: T }): T {
    const value = at(path);
    const result = of(value);
    if (result !== undefined) return result;
    const message = `must be ${expected}`;
    const remedy = "correct story.yaml; until then the story cannot be played";
    failures.push({ code: "BadStory", field: path, value: quote(value), message, remedy });
    return otherwise;
  }

  return {
    failures,
    text: (path) =>
      read<string | undefined>(path, "a text", {
        of: (value) => (typeof value === "string" && value !== "" ? value : undefined),
        otherwise: "",
      }) ?? "",
    number: (path) =>
      read<number | undefined>(path, "a number ≥ 0", {
        of: (value) => (typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined),
        otherwise: 0,
      }) ?? 0,
    instant: (path) =>
      read<Instant | undefined>(path, "a time such as 2026-11-10T17:00:00+08:00", {
        of: (value) => (typeof value === "string" ? parseInstant(value) : undefined),
        otherwise: instant(0),
      }) ?? instant(0),
    duration: (path) =>
      read<Milliseconds | undefined>(path, "a duration such as 4m", {
        of: (value) => (typeof value === "string" ? parseDuration(value) : undefined),
        otherwise: milliseconds(0),
      }) ?? milliseconds(0),
    length: (path) => {
      const value = at(path);
      return Array.isArray(value) ? value.length : 0;
    },
  };
}
