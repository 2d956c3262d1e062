import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workerForecaster } from "../../src/adapters/worker/workerForecaster.ts";
import { MINUTE } from "../../src/units/duration.ts";
import { parseInstant } from "../../src/units/instant.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const IN_IMAGE = "/headstart";
const lines = readFileSync(join(ROOT, "Dockerfile"), "utf8").split("\n");
const run = promisify(execFile);

/** A folder that holds what the image's last stage copies, and nothing else: no node_modules is near it. */
describe("the image's files", () => {
  const image = mkdtempSync(join(tmpdir(), "headstart-image-"));
  beforeAll(async () => {
    expect(lines).toContain("RUN npm run bundle");
    const bundle = join(image, "dist", "bundle");
    await run("npx", ["--no-install", "tsx", join(ROOT, "scripts", "bundle.ts"), bundle], { cwd: ROOT });
    for (const { from, to } of copies()) {
      // The bundle is there already: built beside, so that two runs of this test do not meet.
      if (from === "dist/bundle") continue;
      mkdirSync(dirname(join(image, to)), { recursive: true });
      cpSync(join(ROOT, from), join(image, to), { recursive: true });
    }
  });
  afterAll(() => rmSync(image, { recursive: true, force: true }));

  const headstart = (...args: readonly string[]) => {
    const [command = "", ...rest] = entrypoint().map((part) => part.replace(IN_IMAGE, image));
    expect(command).toBe("node");
    return run(process.execPath, [...rest, ...args], { cwd: image, env: { PATH: "" } });
  };

  it("are all that the program needs to say its version and its commands", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect((await headstart("--version")).stdout).toBe(`${version}\n`);
    expect((await headstart("run", "--help")).stdout).toContain("--leader-elect");
    expect((await headstart("restore", "--help")).stdout).toContain("--stop");
  });

  it("hold the manifests that it prints", async () => {
    expect((await headstart("print", "crds")).stdout).toContain("name: campaigns.headstart.dev");
    expect((await headstart("print", "policies")).stdout).toContain("name: standard");
    expect((await headstart("print", "dashboards")).stdout).toContain('"uid": "headstart-reserved-capacity"');
  });

  it("hold the page of the demo", () => {
    expect(readFileSync(join(image, "dist", "bundle", "page", "browser", "page.js"), "utf8").length).toBeGreaterThan(
      1000,
    );
    expect(readFileSync(join(image, "dist", "bundle", "page", "uplot.css"), "utf8")).toContain(".uplot");
  });

  it("hold the worker that forecasts", async () => {
    const program = pathToFileURL(join(image, "dist", "bundle", "forecastWorker.js"));
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const forecaster = workerForecaster({ log, program });
    const day = 288;
    const outcome = await forecaster.forecast({
      history: {
        start: parseInstant("2026-01-01T00:00:00Z")!,
        step: (MINUTE * 5) as typeof MINUTE,
        values: Float64Array.from({ length: 3 * day }, (_, index) => (index % day < 12 ? 100 : 10)),
      },
      horizon: day,
      quantiles: [0.5, 0.95],
      zone: "UTC",
      declared: [],
    });
    await forecaster.close();
    expect(outcome.ok && outcome.value.quantiles[0]?.values).toHaveLength(day);
  });

  it("run as a user that is not root", () => expect(lines).toContain("USER 65532:65532"));
});

interface Copy {
  readonly from: string;
  readonly to: string;
}

/** What the last stage takes from the first, relative to the package. */
function copies(): readonly Copy[] {
  return lines
    .flatMap((line) => /^COPY --from=build (.+)$/.exec(line)?.[1] ?? [])
    .flatMap((text) => {
      const paths = text.split(" ");
      const to = paths.at(-1) ?? "";
      return paths.slice(0, -1).map((path): Copy => {
        const from = relative(IN_IMAGE, path);
        return { from, to: to.endsWith("/") ? join(to, from) : to };
      });
    });
}

function entrypoint(): readonly string[] {
  const line = lines.find((each) => each.startsWith("ENTRYPOINT ")) ?? "";
  return JSON.parse(line.slice("ENTRYPOINT ".length)) as string[];
}
