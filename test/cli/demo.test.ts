import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import type { Recording } from "../../src/web/recording.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PLAYS_THREE_EVENINGS = 300_000;

describe("headstart demo", () => {
  it(
    "serves the play from its beginning to its end, and ends with its verdict when it is stopped",
    async () => {
      const args = ["--import", "tsx", "src/cli/main.ts", "demo", "--port", "0", "--speed", "100000"];
      const program = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
      const exited = new Promise<number | null>((resolve) => program.once("exit", (code) => resolve(code)));
      const phases = new Set<string>();
      let ends: number | undefined;
      try {
        for await (const line of createInterface({ input: program.stdout })) {
          const opened = /^open (\S+)/.exec(line)?.[1];
          const stays = /^the page stays at (\S+)/.exec(line)?.[1];
          if (opened !== undefined) phases.add(`finished: ${(await recordingAt(opened)).finished}`);
          if (stays === undefined) continue;
          const { finished, verdicts, costs, targets } = await recordingAt(stays);
          phases.add(`finished: ${finished}`);
          expect(verdicts).toHaveLength(5);
          expect(verdicts.map(({ state }) => state)).not.toContain("pending");
          // Whether they hold is the business of the story's own test; here only that the program's end says the same.
          ends = verdicts.every(({ state }) => state === "held") ? 0 : 1;
          expect(costs).toHaveLength(3);
          expect(targets[0]?.changes.some(({ to }) => to === 120)).toBe(true);
          program.kill("SIGINT");
        }
        expect([...phases]).toEqual(["finished: false", "finished: true"]);
        expect(await exited).toBe(ends);
      } finally {
        program.kill("SIGKILL");
      }
    },
    PLAYS_THREE_EVENINGS,
  );

  it(
    "--once ends with 1 and names the broken promise when a copied story leaves the lead time out",
    async () => {
      const folder = await mkdtemp(join(tmpdir(), "headstart-story-"));
      try {
        await cp(join(ROOT, "fixtures", "double-eleven"), folder, { recursive: true });
        const objects = await readFile(join(folder, "objects.yaml"), "utf8");
        expect(objects).toContain("leadTime: 12m");
        await writeFile(join(folder, "objects.yaml"), objects.replace("leadTime: 12m", "leadTime: 0s"));
        const args = ["--import", "tsx", "src/cli/main.ts", "demo", "--once", "--story", folder];
        const program = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
        const exited = new Promise<number | null>((resolve) => program.once("exit", (code) => resolve(code)));
        let told = "";
        for await (const chunk of program.stdout) told += String(chunk);
        expect(told).toMatch(/The campaign's 120 are Ready at 23:45.*BROKEN/);
        expect(await exited).toBe(1);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    PLAYS_THREE_EVENINGS,
  );

  it("says in one line what to do when the port is none", async () => {
    const args = ["--import", "tsx", "src/cli/main.ts", "demo", "--port", "seventy"];
    const program = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "ignore", "pipe"] });
    let told = "";
    for await (const chunk of program.stderr) told += String(chunk);
    expect(told).toBe("headstart: --port is no port: seventy; give 0 to 65535\n");
  });
});

async function recordingAt(url: string): Promise<Recording> {
  const response = await fetch(`${url}recording.json`);
  return (await response.json()) as Recording;
}
