import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { checkManifests } from "../../src/cli/checkManifests.ts";
import { program } from "../../src/cli/program.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PAGES = ["README.md"];
const LINKING = [...PAGES, "CONTRIBUTING.md", "SECURITY.md", "docs/runbook.md"];

interface Block {
  readonly place: string;
  readonly text: string;
}

/** The fenced blocks of one language, each with the line it begins on. */
function blocks(page: string, language: string): readonly Block[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map((match) => ({
    place: `${page}:${text.slice(0, match.index).split("\n").length + 1}`,
    text: match[1] ?? "",
  }));
}

const manifests = PAGES.flatMap((page) => blocks(page, "yaml"));

describe("the pages a user reads first", () => {
  it("the README shows an autoscaler and campaigns", () => {
    expect(blocks("README.md", "yaml").length).toBeGreaterThanOrEqual(3);
  });

  it.each(manifests.map((block) => [block.place, block] as const))("%s is accepted by validate", (place, { text }) => {
    const { objects, others, findings } = checkManifests(place, text);
    expect(findings).toEqual([]);
    expect(objects + others).toBeGreaterThan(0);
  });

  it.each(LINKING)("every relative link of %s leads somewhere", (page) => {
    const links = [...readFileSync(join(ROOT, page), "utf8").matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(
      ([, to]) => to ?? "",
    );
    const dead = links.filter((to) => !/^[a-z]+:/.test(to) && !existsSync(join(ROOT, dirname(page), to)));
    expect(dead).toEqual([]);
  });

  it.each(commandsIn("README.md").map((words) => [words.join(" "), words] as const))(
    "`%s` is a command with these flags",
    (_text, words) => {
      let command: Command = program();
      for (const word of words) {
        const below = command.commands.find((each) => each.name() === word);
        if (below === undefined) break;
        command = below;
      }
      expect(command.parent, "a command of ours").not.toBeNull();
      const known = command.options.flatMap(({ short, long }) => [short, long]);
      expect(words.filter((word) => /^--?[a-z]/i.test(word) && !known.includes(word))).toEqual([]);
    },
  );

  it("every command is in the README, but for those that only the chart starts or that speak for themselves", () => {
    const told = new Set(commandsIn("README.md").map(([name]) => name));
    const all = program().commands.map((command) => command.name());
    expect(all.filter((name) => !told.has(name))).toEqual(["run", "demo"]);
  });
});

/** Code that begins with one of our commands, in words; an example value in quotes is one word. */
function commandsIn(page: string): readonly (readonly string[])[] {
  const text = readFileSync(join(ROOT, page), "utf8").replace(/^```.*?^```/gms, "");
  const names = program().commands.map((command) => command.name());
  return [...text.matchAll(/`([^`\n]+)`/g)]
    .map(([, code = ""]) => code.replace(/^(npx tsx src\/cli\/main\.ts|headstart) /, ""))
    .map((code) => (code.match(/"[^"]*"|\S+/g) ?? []) as readonly string[])
    .filter((words) => words.length > 1 && names.includes(words[0] ?? ""));
}
