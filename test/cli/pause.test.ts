import { describe, expect, it } from "vitest";
import { pauseCommand } from "../../src/cli/pause.ts";
import { useTerminal } from "./terminal.ts";

useTerminal();

describe("headstart pause", () => {
  it.each([
    { words: [], says: "pause needs a scope; give either --all or --namespaces" },
    { words: ["--all", "--namespaces", "vision"], says: "pause needs a scope" },
    { words: ["--namespaces", "Vision"], says: "Vision is no name of a namespace" },
    { words: ["--all", "--release", "--off"], says: "--release and --off exclude each other" },
  ])("$words is refused before anything is asked: $says", async ({ words, says }) => {
    const all = [...words, "--kubeconfig", "/nowhere"];
    await expect(pauseCommand().parseAsync(all, { from: "user" })).rejects.toThrow(says);
  });
});
