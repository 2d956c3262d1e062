import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkManifests } from "../../src/cli/checkManifests.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PAGES = ["README.md"];

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

  it.each(PAGES)("every relative link of %s leads somewhere", (page) => {
    const links = [...readFileSync(join(ROOT, page), "utf8").matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(
      ([, to]) => to ?? "",
    );
    const dead = links.filter((to) => !/^[a-z]+:/.test(to) && !existsSync(join(ROOT, dirname(page), to)));
    expect(dead).toEqual([]);
  });
});
