#!/usr/bin/env node
import { CommanderError } from "commander";
import { EXIT, Stop } from "./fail.ts";
import { program } from "./program.ts";

/** Errors are one line with the remedy on standard error. */
function exitCodeOf(error: unknown, verbose: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  const message = error instanceof Error ? error.message : String(error);
  console.error(`headstart: ${message}`);
  if (verbose && error instanceof Error) console.error(error.cause ?? error.stack);
  return error instanceof Stop ? error.exitCode : EXIT.failed;
}

// Who reads has seen enough, as `head` has: that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error, process.argv.includes("--verbose"));
}
