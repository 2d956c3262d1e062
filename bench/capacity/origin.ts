import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Which state of the project made a result, and when. */
export interface Origin {
  /** The first digits of a hash over the sources of forecast, planner and replay: equal where answers are equal. */
  readonly engine: string;
  /** The last commit that touched those sources; `+` behind it where they were changed since. */
  readonly commit: string;
  /** UTC, `2026-11-25`. */
  readonly measured: string;
}

const ROOT = join(import.meta.dirname, "..", "..");
/** What decides about a replay; how it is shown does not. */
const ENGINE = ["src/forecast", "src/plan", "src/backtest"];
const SHOWN = "src/backtest/report/";
const DIGITS = 10;

/** @param root the project's folder; that of this file by default */
export function originOfNow(root: string = ROOT): Origin {
  return { engine: engineOf(root), commit: commitOf(root), measured: new Date().toISOString().slice(0, 10) };
}

/** Depends on names and contents of the sources alone. */
export function engineOf(root: string): string {
  const hash = createHash("sha256");
  for (const folder of ENGINE) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => relative(root, join(root, folder, name)).replaceAll("\\", "/"))
      .filter((name) => name.endsWith(".ts") && !name.startsWith(SHOWN))
      .toSorted();
    for (const name of names)
      hash
        .update(`${name}\0`)
        .update(readFileSync(join(root, name)))
        .update("\0");
  }
  return hash.digest("hex").slice(0, DIGITS);
}

/** Without git, or outside a clone, the hash alone has to tell. */
function commitOf(root: string): string {
  const git = (...words: readonly string[]): string =>
    execFileSync("git", ["-C", root, ...words, "--", ...ENGINE, `:(exclude)${SHOWN}`], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  try {
    const commit = git("log", "-1", "--format=%h");
    return git("status", "--porcelain") === "" ? commit : `${commit}+`;
  } catch {
    return "unknown";
  }
}

/** One line for people: each state once, with how many results are of it. */
export function originText(origins: readonly Origin[]): string {
  const counts = new Map<string, number>();
  for (const { engine, commit, measured } of origins) {
    const text = `commit ${commit} (engine ${engine}) on ${measured}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const [only] = counts.keys();
  if (only === undefined) return "Not run for this page; the command above runs it.";
  if (counts.size === 1) return `Made on ${only}.`;
  return `Made on ${[...counts].map(([text, count]) => `${text}: ${count}`).join("; ")}.`;
}
