import { DAY, formatDuration, type Milliseconds } from "../units/duration.ts";
import { parseInstant } from "../units/instant.ts";
import { type Finding, UNTIL_THEN } from "./finding.ts";

type Path = readonly PropertyKey[];

/** A recurring window longer than this was meant as a one-off. */
export const LONGEST_WINDOW = (31 * DAY) as Milliseconds;

/** A length that is above zero and at most `most`. */
export function lengthFindings(path: Path, length: Milliseconds | undefined, most: Milliseconds): readonly Finding[] {
  if (length === undefined || (length > 0 && length <= most)) return [];
  const message = `must be longer than 0 and at most ${formatDuration(most)}`;
  return [{ path, code: "InvalidDuration", message, remedy: `write a duration in between; ${UNTIL_THEN}` }];
}

/** Wall-clock time or an instant: milliseconds as if the wall clock showed UTC, undefined when no such time exists. */
export function readTime(text: string): { readonly at: number; readonly wall: boolean } | undefined {
  const full = text.replace(/T(\d{2}:\d{2})(?!:|\d)/, "T$1:00");
  const wall = !/(Z|[+-]\d{2}:\d{2})$/.test(text);
  const at = parseInstant(wall ? `${full}Z` : full);
  return at === undefined ? undefined : { at, wall };
}

/** @param names the field by which entries are told apart */
export function duplicateFindings(path: Path, names: readonly string[]): readonly Finding[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          {
            path: [...path, index, "name"],
            code: "DuplicateName",
            message: `is named already by entry ${names.indexOf(name)}`,
            remedy: `give each entry a name of its own; ${UNTIL_THEN}`,
          },
        ],
  );
}

/** Windows are half-open, so an end at the start is empty. */
export function windowFindings(
  path: Path,
  windows: readonly { readonly start: number; readonly end: number }[],
): readonly Finding[] {
  return windows.flatMap(({ start, end }, index) => (start < end ? [] : [endBeforeStart([...path, index, "end"])]));
}

export function endBeforeStart(path: Path): Finding {
  const remedy = `set an end after the start, or change the start; ${UNTIL_THEN}`;
  return { path, code: "EndBeforeStart", message: "is not after the start", remedy };
}

const LEAST_QUANTITY = 1e-6;
const MOST_QUANTITY = 1e9;

/** Within these bounds, demand over capacity of a replica stays a whole number that can be counted. */
export function quantityFindings(path: Path, quantity: number | undefined): readonly Finding[] {
  if (quantity === undefined || (quantity >= LEAST_QUANTITY && quantity <= MOST_QUANTITY)) return [];
  const remedy = `count in larger or smaller units; ${UNTIL_THEN}`;
  return [{ path, code: "OutOfBounds", message: "must lie between 0.000001 and 1000000000", remedy }];
}
