import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { processRuns } from "./processRuns.ts";

/**
 * Runs `work` while no other process of this machine does: the file holds the owner's pid, a dead owner's is broken.
 * @param longest milliseconds to wait for the other owner
 */
export async function withLock(file: string, longest: number, work: () => Promise<void> | void): Promise<void> {
  const end = performance.now() + longest;
  while (!taken(file)) {
    if (performance.now() > end)
      throw new Error(`${file} is held by another process for too long; remove it if none runs`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  try {
    await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** A link appears with its content, or not at all: nobody ever reads a lock that does not name its owner yet. */
function taken(file: string): boolean {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    breakIfDead(file);
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * Moves the lock of a dead owner away. Two may see it dead at once and the second then moves the first one's new lock:
 * what was moved is looked at again, and put back when its owner lives.
 */
function breakIfDead(file: string): void {
  if (ownerRuns(file)) return;
  const moved = `${file}.${process.pid}.broken`;
  try {
    renameSync(file, moved);
    if (ownerRuns(moved)) linkSync(moved, file);
  } catch (error) {
    if (!["ENOENT", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    rmSync(moved, { force: true });
  }
}

/** A lock that is gone counts as held: the next try finds out. */
function ownerRuns(file: string): boolean {
  try {
    return processRuns(Number(readFileSync(file, "utf8")));
  } catch {
    return true;
  }
}
