import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const TSC = join(ROOT, "node_modules", "typescript", "bin", "tsc");

let folder: string;

/** A user's project beside the built package: `headstart` as npm would install it, its dependencies from here. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headstart-package-"));
  const installed = join(folder, "node_modules", "headstart");
  // The types of the sources are checked elsewhere in the suite: here only what is emitted counts.
  const build = [TSC, "-p", "tsconfig.build.json", "--noCheck", "--outDir", join(installed, "dist")];
  execFileSync(process.execPath, build, { cwd: ROOT });
  cpSync(join(ROOT, "package.json"), join(installed, "package.json"));
  symlinkSync(join(ROOT, "node_modules"), join(installed, "node_modules"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", type: "module" }));
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The README's own example: what a user copies has to compile and to run. */
const SHOWN = /^```ts\n(.*?)^```/ms.exec(readFileSync(join(ROOT, "README.md"), "utf8"))?.[1] ?? "";
const SAID =
  "\nif (made.ok) console.log(JSON.stringify([made.value.from, ...made.value.quantiles.map((q) => [...q.values])]));";

describe("the package as it is built", () => {
  it('offers the engine as a library: import { forecast } from "headstart/forecast"', () => {
    writeFileSync(join(folder, "use.mjs"), `${SHOWN.replace(/console\.\w+\(made\.[^;]*;/g, ";")}${SAID}`);
    const said = execFileSync(process.execPath, ["use.mjs"], { cwd: folder, encoding: "utf8" });
    const [from, ...quantiles] = JSON.parse(said) as [number, ...number[][]];
    expect(from).toBe(Date.UTC(2026, 0, 15));
    expect(quantiles.map((values) => values.length)).toEqual([48, 48]);
    expect(quantiles[0]?.[6]).toBeCloseTo(150, -1);
  });

  it("brings the types: a strict program of a user compiles", () => {
    writeFileSync(join(folder, "use.ts"), SHOWN);
    const settings = ["--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2023", "--noEmit"];
    const types = ["--types", "node", "--typeRoots", join(ROOT, "node_modules", "@types")];
    execFileSync(process.execPath, [TSC, ...settings, ...types, "use.ts"], { cwd: folder, stdio: "pipe" });
  });

  it("answers a line of forecast --jsonl before the next one is asked", async () => {
    const main = join(folder, "node_modules", "headstart", "dist", "cli", "main.js");
    const child = spawn(process.execPath, [main, "forecast", "--jsonl"], { stdio: ["pipe", "pipe", "pipe"] });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const line = { start: "2026-01-01T00:00:00Z", step: "1h", values: Array<number>(48).fill(5), horizon: 2 };

    child.stdin.write(`${JSON.stringify({ id: "first", ...line })}\n`);
    expect(JSON.parse((await answers.next()).value as string)).toMatchObject({ id: "first", step: "1h" });
    child.stdin.write("{}\n");
    expect(JSON.parse((await answers.next()).value as string)).toMatchObject({ error: { line: 2, field: "step" } });
    child.stdin.write(`${JSON.stringify({ id: "third", ...line })}\n`);
    expect(JSON.parse((await answers.next()).value as string)).toMatchObject({ id: "third" });
    child.stdin.end();
    expect(await ended).toBe(1);
  });
});
