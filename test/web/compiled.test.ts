import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

/** The part of the product that tsc turns into what is shipped: only JavaScript, and no esbuild to help. */
describe("the page as compiled", () => {
  const folder = mkdtempSync(join(tmpdir(), "headstart-page-"));
  const config = join(folder, "tsconfig.json");

  beforeAll(async () => {
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const options = { noEmit: false, noCheck: true, outDir: join(folder, "dist"), rootDir: join(ROOT, "src") };
    const types = [join(ROOT, "node_modules", "@types")];
    const written = { extends: join(ROOT, "tsconfig.json"), compilerOptions: { ...options, typeRoots: types } };
    writeFileSync(config, JSON.stringify({ ...written, include: [join(ROOT, "src/web")] }));
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    await promisify(execFile)(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", config]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("serves each module that the browser asks for, from the entry on", async () => {
    const program = `
      import { servePage } from ${JSON.stringify(join(folder, "dist/web/servePage.js"))};
      console.log((await servePage({ port: 0, recording: () => ({ targets: [] }) })).url);`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const [url] = await firstLine(child.stdout);
      const seen = await everyModule(new URL("browser/page.js", url));
      expect(seen.length).toBeGreaterThan(10);
      for (const other of ["uplot.js", "uplot.css", "page.css", "icon.svg"]) {
        expect((await fetch(new URL(other, url))).status).toBe(200);
      }
    } finally {
      child.kill("SIGKILL");
    }
  });
});

async function firstLine(stream: NodeJS.ReadableStream): Promise<readonly [string]> {
  for await (const line of createInterface({ input: stream })) return [line];
  throw new Error("the server ended without a line");
}

/** Follows the imports as a browser does; each must answer, as a script. */
async function everyModule(entry: URL): Promise<readonly string[]> {
  const seen = new Set<string>();
  const waiting = [entry.href];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const response = await fetch(next);
    expect([next, response.status, response.headers.get("content-type")]).toEqual([
      next,
      200,
      "text/javascript; charset=utf-8",
    ]);
    const text = await response.text();
    for (const [, from] of text.matchAll(/^import [^;]*?from "([^"]+)"|^import "([^"]+)"/gm)) {
      waiting.push(new URL(from ?? "", next).href);
    }
  }
  return [...seen];
}
