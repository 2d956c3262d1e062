import { CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { program } from "../../src/cli/program.ts";
import { useTerminal } from "./terminal.ts";

const terminal = useTerminal();

describe("wrong words are one line with the remedy", () => {
  it.each([
    { words: ["bogus"], says: "headstart: unknown command 'bogus'; headstart --help says what it takes\n" },
    { words: ["prin"], says: "headstart: unknown command 'prin' (Did you mean print?); headstart --help" },
    { words: ["print"], says: "headstart: missing required argument 'what'; headstart print --help" },
    { words: ["hold", "x"], says: "required option '--replicas <count>' not specified; headstart hold --help" },
    { words: ["campaign", "list", "--bogus"], says: "unknown option '--bogus'; headstart campaign list --help" },
    { words: ["campaign", "list", "-o", "xml"], says: "Allowed choices are table, wide, json, yaml, name; headstart" },
  ])("$words", async ({ words, says }) => {
    await expect(program().parseAsync(words, { from: "user" })).rejects.toThrow(CommanderError);
    expect(terminal.err).toContain(says);
    expect(terminal.err.match(/\n/g)).toHaveLength(1);
  });
});
