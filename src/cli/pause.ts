import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import { connectKube, type KubeConnection } from "../adapters/kubernetes/kubeConnection.ts";
import { isHeeded, ledNamespaces, pauseNamespace } from "../app/pauseNamespaces.ts";
import type { Pause } from "../controllers/pause.ts";
import { EXIT, Stop, wrongUsage } from "./fail.ts";
import { kubeAccessOf, type KubeFlags, kubeOptions } from "./kubeFlags.ts";
import { scopeOf, type ScopeFlags } from "./scope.ts";

interface PauseFlags extends KubeFlags, ScopeFlags {
  readonly release?: boolean;
  readonly off?: boolean;
  readonly dryRun?: boolean;
}

/** A controller looks at a namespace within a moment of its change; this long is waited for its word. */
const PATIENCE = 15_000;
const LOOK_EVERY = 500;

/** `headstart pause --all`: exit 1 when nobody heeds it. */
export function pauseCommand(): Command {
  const command = new Command("pause")
    .description("stop leading: floors stay as they are and nothing is written, until it goes on with --off")
    .option("--all", "every namespace in which something of ours is")
    .option("--namespaces <names>", "only these, separated by commas")
    .option("--release", "give the floors back in steps instead of keeping them")
    .option("--off", "go on")
    .option("--dry-run", "say what would be done");
  kubeOptions(command);
  return command.action(async (flags: PauseFlags) => {
    const named = scopeOf("pause", flags);
    if (flags.release === true && flags.off === true) {
      throw wrongUsage("--release and --off exclude each other", "give one of them");
    }
    const wish = flags.off === true ? undefined : flags.release === true ? "release" : "freeze";
    const connection = await connectKube(kubeAccessOf(flags, "pause"));
    try {
      const namespaces = flags.all === true ? await everyNamespace(connection) : named;
      if (namespaces.length === 0) process.stdout.write("nothing of ours is in any namespace\n");
      const heeded = await Promise.all(namespaces.map((name) => pauseOne(connection, name, wish, flags)));
      process.exitCode = heeded.every(Boolean) ? EXIT.fine : EXIT.failed;
    } finally {
      await connection.close();
    }
  });
}

async function everyNamespace(connection: KubeConnection): Promise<readonly string[]> {
  const found = await ledNamespaces(connection);
  if (!found.ok) throw new Stop({ ...found.failure, remedy: "give --namespaces, or a role that may list our kinds" });
  return found.value;
}

const WORDS = { freeze: "frozen", release: "being given back" } as const;

async function pauseOne(
  connection: KubeConnection,
  name: string,
  wish: Pause,
  { dryRun }: PauseFlags,
): Promise<boolean> {
  const state = wish === undefined ? "led again" : WORDS[wish];
  if (dryRun === true) {
    process.stdout.write(`namespace ${name} would be ${state}\n`);
    return true;
  }
  const written = await pauseNamespace(connection, name, wish);
  if (!written.ok) throw new Stop(written.failure);
  if (await comesTrue(() => isHeeded(connection, name, wish))) {
    const back = wish === undefined ? "" : `; headstart pause --namespaces ${name} --off goes on`;
    process.stdout.write(`namespace ${name} is ${state}${back}\n`);
    return true;
  }
  process.stderr.write(`headstart: namespace ${name} is annotated, and no controller has heeded it; ${UNHEEDED}\n`);
  return false;
}

const UNHEEDED =
  "look whether one runs; installed for named namespaces only it cannot see this: set spec.suspend on the objects";

async function comesTrue(fact: () => Promise<boolean>): Promise<boolean> {
  for (let waited = 0; waited <= PATIENCE; waited += LOOK_EVERY) {
    if (await fact()) return true;
    await sleep(LOOK_EVERY);
  }
  return false;
}
