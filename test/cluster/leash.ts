import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Runs "$@" and ends it when standard input closes. The pipe closes with its owner, also when that is killed with
 * SIGKILL, so that no component outlives the test that started it.
 */
const LEASH = `
exec 3<&0
"$@" 3<&- </dev/null &
child=$!
echo "$child" > "$LEASH_PID"
( cat <&3 >/dev/null; kill -TERM "$child" 2>/dev/null; sleep 5; kill -KILL "$child" 2>/dev/null ) &
watcher=$!
wait "$child"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
`;

export interface Leashed {
  readonly name: string;
  /** Of the program itself, not of what holds it; undefined until it runs. */
  pid(): number | undefined;
  running(): boolean;
  /** The last lines it wrote, for the message of a test that failed. */
  log(): string;
  kill(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** SIGTERM, then SIGKILL after five seconds; resolves when it is gone. */
  stop(): Promise<void>;
}

export interface LeashedCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment of a component: nothing that leads to the reader's own cluster. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { KUBECONFIG: _dropped, ...rest } = process.env;
  return { ...rest, ...extra };
}

export function leash({ name, command, args, logFile, env }: LeashedCommand): Leashed {
  const pidFile = join(mkdtempSync(join(tmpdir(), "headstart-leash-")), "pid");
  const child = spawn("bash", ["-c", LEASH, name, command, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...cleanEnvironment(env), LEASH_PID: pidFile },
  });
  const log = createWriteStream(logFile, { flags: "a" });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const gone = exited(child).then(() => log.end());

  const running = () => child.exitCode === null && child.signalCode === null;
  const pid = () => (existsSync(pidFile) ? Number(readFileSync(pidFile, "utf8")) || undefined : undefined);
  return {
    name,
    pid,
    running,
    log: () => (existsSync(logFile) ? readFileSync(logFile, "utf8").slice(-3_000) : ""),
    kill: async (signal) => {
      const found = pid();
      if (running() && found !== undefined) process.kill(found, signal);
      await gone;
    },
    stop: async () => {
      child.stdin.end();
      await gone;
    },
  };
}

function exited(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
}
