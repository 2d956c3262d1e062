import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRecording } from "../../../src/adapters/replay/readRecording.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headstart-recording-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const ROWS = "time,value\n1767571200,1\n1767571260,2\n1767571320,4\n";

describe("a recording on disk", () => {
  for (const { name, text, why } of [
    { name: "unix.csv", text: ROWS, why: "Unix seconds" },
    {
      name: "rfc.csv",
      text: "t,v\n2026-01-05T00:00:00Z,1\n2026-01-05T01:01:00+01:00,2\n2026-01-05T00:02:00Z,4\n",
      why: "RFC 3339 with any offset",
    },
    {
      name: "sql.csv",
      text: "timestamp,value\r\n2026-01-05 00:00:00,1\r\n2026-01-05 00:01:00,2\r\n2026-01-05 00:02:00,4\r\n",
      why: "a date and a time in UTC, with the line ends of Windows",
    },
    { name: "gap.csv", text: `${ROWS}1767571380,\n1767571440,NaN\n`, why: "an empty value or NaN is a gap" },
  ]) {
    it(`reads ${why}`, async () => {
      const read = await readRecording(written(name, text));
      expect(read.ok && [...read.value.times]).toEqual([1767571200000, 1767571260000, 1767571320000]);
      expect(read.ok && [...read.value.values]).toEqual([1, 2, 4]);
    });
  }

  for (const header of ["t,response time", "timestamp,time", "hour,latest", '"time","value"', "\uFEFFtime,value"]) {
    it(`takes the header ${JSON.stringify(header)}`, async () => {
      expect(await readRecording(written("named.csv", `${header}\n0,1\n60,2\n`))).toMatchObject({ ok: true });
    });
  }

  it("says of what it refuses what a forecast, a plan and a backtest can all say", async () => {
    for (const text of ["", "time,value\n0,1\n", "time,value\n0,many\n", "value,time\n1,0\n"]) {
      const read = await readRecording(written("bad.csv", text));
      expect(read.ok ? "read" : `${read.failure.message}; ${read.failure.remedy}`).not.toMatch(/replay|^read$/);
    }
  });

  it.each([
    { text: "time;value\n0;1\n", says: "separate time and value by a comma" },
    { text: 'time,value\n0,"2,5"\n', says: "with a point as in 2.5" },
    { text: "time,value\n2026-11-10T08:00:00,5\n", says: "write 2026-11-10T08:00:00Z, 2026-11-10T16:00:00+08:00" },
    { text: "time,value\n1793491200000,5\n", says: "or Unix seconds" },
  ])("says how to write it instead: $says", async ({ text, says }) => {
    const read = await readRecording(written("bad.csv", text));
    expect(read.ok ? "" : read.failure.remedy).toContain(says);
  });

  it("unpacks .gz, and is named without endings", async () => {
    const read = await readRecording(written("shop.csv.gz", gzipSync(ROWS)));
    expect(read).toMatchObject({ ok: true, value: { name: "shop", step: 60_000 } });
  });

  it("sorts and averages, and says so", async () => {
    const read = await readRecording(written("mess.csv", "t,v\n120,3\n0,1\n60,2\n60,4\n"));
    expect(read.ok && [...read.value.values]).toEqual([1, 3, 3]);
    expect(read.ok && read.value.repairs).toHaveLength(2);
  });

  it("streams: three hundred thousand rows that name a bad one at the end", async () => {
    const rows = Array.from({ length: 300_000 }, (_, i) => `${1767571200 + 60 * i},${i % 90}`);
    const read = await readRecording(written("large.csv", `time,value\n${rows.join("\n")}\nnonsense\n`));
    expect(read).toMatchObject({ ok: false, failure: { code: "BadRow" } });
    expect(!read.ok && read.failure.field?.endsWith("large.csv:300002")).toBe(true);
  });

  for (const { text, line, code, why } of [
    { text: "1767571200,1\n", line: 1, code: "BadRow", why: "no header" },
    { text: "time,value\n0,1\nyesterday,2\n", line: 3, code: "BadRow", why: "a time in words" },
    { text: "time,value\n0,1\n60,many\n", line: 3, code: "BadRow", why: "a value in words" },
    { text: "time,value\n0,1\n60,-3\n", line: 3, code: "BadRow", why: "a negative value" },
    { text: "time,value\n0,1\n60,1e999\n", line: 3, code: "BadRow", why: "a value beyond all numbers" },
    { text: "time,value\n0,1\n60\n", line: 3, code: "BadRow", why: "a line without a comma" },
    { text: "value,time\n100,1767571200\n", line: 1, code: "SwappedColumns", why: "swapped columns" },
    { text: '\uFEFF"demand", "ts"\r\n1,0\r\n', line: 1, code: "SwappedColumns", why: "swapped ones in quotes" },
    { text: "a,b\n100,2026-01-05T00:00:00Z\n", line: 2, code: "SwappedColumns", why: "swapped ones of any names" },
    { text: "", line: undefined, code: "EmptyRecording", why: "an empty file" },
    { text: "time,value\n", line: undefined, code: "EmptyRecording", why: "a header alone" },
    { text: "time,value\n0,5\n", line: undefined, code: "TooShort", why: "one row" },
    { text: "time,value\n0,\n60,\n", line: undefined, code: "TooShort", why: "only gaps" },
  ]) {
    it(`refuses ${why} with file${line === undefined ? "" : ` and line ${line}`}`, async () => {
      const path = written("bad.csv", text);
      const read = await readRecording(path);
      expect(read).toMatchObject({ ok: false, failure: { code } });
      if (line !== undefined) expect(!read.ok && read.failure.field).toBe(`${path}:${line}`);
    });
  }

  for (const { name, content, why } of [
    { name: "none.csv", content: undefined, why: "a file that is not there" },
    { name: "torn.csv.gz", content: gzipSync(ROWS).subarray(0, 20), why: "a packed file that was cut off" },
  ]) {
    it(`refuses ${why}`, async () => {
      const path = content === undefined ? join(folder, name) : written(name, content);
      expect(await readRecording(path)).toMatchObject({ ok: false, failure: { code: "Unreadable", field: path } });
    });
  }
});
