import { execFile } from "node:child_process";
import { join } from "node:path";
import { cleanEnvironment } from "../cluster/leash.ts";

export const MAIN = join(import.meta.dirname, "..", "..", "src", "cli", "main.ts");

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of `headstart` to its end. */
export function runHeadstart(args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", "tsx", MAIN, ...args],
      { env: cleanEnvironment(), timeout: 300_000, maxBuffer: 32 << 20 },
      (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ exitCode, stdout, stderr });
      },
    );
  });
}
