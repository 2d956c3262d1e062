import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, vi } from "vitest";

/** What a command sees and shows in the test that runs now. */
export interface Terminal {
  /** A folder of this test's own, removed after it. */
  readonly folder: string;
  /** All that was written to standard output and standard error so far; a test may forget it in between. */
  out: string;
  err: string;
}

/** Gives every test of the file a folder of its own, catches what it prints and forgets its exit code. */
export function useTerminal(): Terminal {
  const terminal = { folder: "", out: "", err: "" };
  beforeEach(() => {
    Object.assign(terminal, { folder: mkdtempSync(join(tmpdir(), "headstart-cli-")), out: "", err: "" });
    vi.spyOn(process.stdout, "write").mockImplementation((text) => ((terminal.out += String(text)), true));
    vi.spyOn(process.stderr, "write").mockImplementation((text) => ((terminal.err += String(text)), true));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
    rmSync(terminal.folder, { recursive: true });
  });
  return terminal;
}
