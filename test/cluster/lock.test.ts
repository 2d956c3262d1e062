import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withLock } from "./lock.ts";
import { processRuns } from "./processRuns.ts";
import { waitFor } from "./waitFor.ts";

/** The pid of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ["-e", ""]).pid;

describe("the lock of the build cache", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "headstart-lock-"));
    file = join(folder, "etcd.lock");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("lets one in at a time, and leaves nothing behind", async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside -= 1;
    };
    await Promise.all([withLock(file, 60_000, work), withLock(file, 60_000, work), withLock(file, 60_000, work)]);
    expect(most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is given up when the work fails", async () => {
    await expect(withLock(file, 60_000, () => Promise.reject(new Error("no compiler")))).rejects.toThrow("no compiler");
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    { what: "a dead owner", content: () => String(deadPid()) },
    { what: "a file that names no owner", content: () => "" },
  ])("of $what is broken", async ({ content }) => {
    writeFileSync(file, content());
    let ran = "";
    await withLock(file, 60_000, () => void (ran = readFileSync(file, "utf8")));
    expect(ran).toBe(String(process.pid));
  });

  it("of a living owner is waited for, and the failure names the file", async () => {
    writeFileSync(file, String(process.ppid));
    await expect(withLock(file, 0, () => {})).rejects.toThrow(file);
    expect(readFileSync(file, "utf8")).toBe(String(process.ppid));
  });
});

describe("processRuns", () => {
  it("tells the living from the dead and from no pid at all", () => {
    expect(processRuns(process.pid)).toBe(true);
    for (const pid of [deadPid(), 0, -1, NaN]) expect(processRuns(pid)).toBe(false);
  });
});

describe("waitFor", () => {
  it("says what it waited for and what it saw last", async () => {
    const probe = () => Promise.reject(new Error("3 of 40 are Ready"));
    await expect(waitFor("40 are Ready", probe, 0)).rejects.toThrow("40 are Ready: not within 0 s; last seen: 3 of 40");
  });
});
