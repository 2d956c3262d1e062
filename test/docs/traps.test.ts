import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

/** Series of ids, and how many traps each has. */
const SERIES = { S: 20, H: 13, M: 9, F: 16, W: 19, C: 5 } as const;
const IDS = Object.entries(SERIES).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, i) => `${letter}${i + 1}`),
);

interface Row {
  readonly id: string;
  readonly files: readonly string[];
  readonly text: string;
}

const rows: readonly Row[] = readFileSync(join(ROOT, "docs", "traps.md"), "utf8")
  .split("\n")
  .map((line) => /^\| ([SHMFWC]\d+) +\|(.*)\|$/.exec(line))
  .filter((match) => match !== null)
  .map(([, id = "", text = ""]) => ({
    id,
    text,
    files: [...text.matchAll(/`(test\/[^`]+)`/g)].map(([, file = ""]) => file),
  }));

/** Whether a test of the file carries the id: in its title, or as the `id` of a table row whose title shows it. */
function carries(source: string, id: string): boolean {
  const title = new RegExp(`["\`](?:[SHMFWC]\\d+(?:, | ))*${id}(?:(?:, | )[SHMFWC]\\d+)*:`);
  const row = new RegExp(`\\bid: "${id}"`);
  return title.test(source) || (source.includes('"$id: ') && row.test(source));
}

describe("docs/traps.md", () => {
  it("lists every trap once, in order", () => {
    expect(rows.map(({ id }) => id)).toEqual(IDS);
  });

  it.each(rows.map((row) => [row.id, row] as const))(
    "%s: names a test that carries it, or says why it is open",
    (id, row) => {
      if (row.files.length === 0) expect(row.text).toMatch(/\| open: .{20,}/);
      for (const file of row.files) {
        expect(existsSync(join(ROOT, file)), `${file} is there`).toBe(true);
        expect(carries(readFileSync(join(ROOT, file), "utf8"), id), `a test of ${file} carries ${id}`).toBe(true);
      }
    },
  );
});
