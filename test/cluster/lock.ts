import { readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * Runs `work` while no other process of this machine does: the file holds the owner's pid, a dead owner's is broken.
 * @param longest milliseconds to wait for the other owner
 */
export async function withLock(file: string, longest: number, work: () => void): Promise<void> {
  const end = performance.now() + longest;
  while (!taken(file)) {
    if (performance.now() > end)
      throw new Error(`${file} is held by another process for too long; remove it if none runs`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  try {
    work();
  } finally {
    rmSync(file, { force: true });
  }
}

function taken(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (!alive(owner(file))) rmSync(file, { force: true });
    return false;
  }
}

/** NaN between the file's creation and its writing: then the owner lives. */
function owner(file: string): number {
  try {
    return Number(readFileSync(file, "utf8") || NaN);
  } catch {
    return NaN;
  }
}

function alive(pid: number): boolean {
  if (Number.isNaN(pid)) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
