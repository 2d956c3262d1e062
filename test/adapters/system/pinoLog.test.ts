import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

const LOG = pathToFileURL(join(import.meta.dirname, "..", "..", "..", "src", "adapters", "system", "pinoLog.ts")).href;

/** What a process of its own writes: the log goes to a file descriptor, past anything that a test could catch. */
function written(call: string): string {
  const script = `import(${JSON.stringify(LOG)}).then(({ pinoLog }) => pinoLog("info").${call})`;
  const words = ["--import", "tsx", "--eval", script];
  return execFileSync("/bin/sh", ["-c", '"$0" "$@" 2>&1 >/dev/null', process.execPath, ...words], { encoding: "utf8" });
}

describe("the log", () => {
  it("is one JSON object a line on standard error, with a time and a level that people can read", () => {
    const line = written('warn("held", { namespace: "vision", name: "face-fusion" })');
    const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;
    expect(rest).toEqual({ level: "warn", app: "headstart", namespace: "vision", name: "face-fusion", msg: "held" });
    expect(String(time)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it("holds no key twice, whatever the details are called", () => {
    const line = written('info("said", { namespace: "vision", name: "face-fusion" })');
    const keys = [...line.matchAll(/"([a-z]+)":/g)].map(([, key]) => key);
    expect(keys).toEqual([...new Set(keys)]);
  });
});
