import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const CODE = ["src", "test", "scripts", "bench"];
const MOST_LINES = 250;
const MOST_COLUMNS = 120;

/** Folder of src → the folders it may import from besides itself. The picture is in docs/adr/0001. */
const RANKS: Readonly<Record<string, readonly string[]>> = {
  units: [],
  api: ["units"],
  calendar: ["units", "api"],
  forecast: ["units"],
  plan: ["units", "api", "calendar", "forecast"],
  twin: ["units", "api", "calendar", "plan"],
  backtest: ["units", "api", "calendar", "forecast", "plan", "twin"],
  ports: ["units", "api", "forecast", "plan"],
  adapters: ["units", "api", "calendar", "forecast", "plan", "twin", "backtest", "ports"],
  controllers: ["units", "api", "calendar", "forecast", "plan", "ports"],
  web: ["units", "api", "calendar", "forecast", "plan", "ports", "controllers"],
  app: ["units", "api", "calendar", "forecast", "plan", "twin", "backtest", "ports", "adapters", "controllers", "web"],
};

/** Rooms of a folder of src, each of which may import from those before it, and from what lies beside the rooms. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  forecast: ["views", "input", "members", "rehearsals", "quantiles"],
  plan: [
    "curve",
    "demand",
    "leadTime",
    "declared",
    "needs",
    "limits",
    "rooms",
    "descent",
    "campaigns",
    "renewal",
    "told",
    "actions",
  ],
};
const PURE = ["units", "api", "calendar", "forecast", "plan", "twin", "backtest"];

/** Each third-party package has one folder that may import it. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  "@kubernetes/client-node": ["src/adapters/kubernetes/"],
  undici: ["src/adapters/kubernetes/", "src/adapters/prometheus/"],
  "cron-parser": ["src/calendar/"],
  luxon: ["src/units/"],
  "simple-statistics": ["src/forecast/"],
  "prom-client": ["src/adapters/telemetry/"],
  pino: ["src/adapters/system/"],
  zod: ["src/api/"],
  yaml: ["src/adapters/files/"],
  commander: ["src/cli/"],
  "cli-table3": ["src/cli/"],
  asciichart: ["src/cli/"],
  uplot: ["src/web/"],
  // Only while the sources themselves are run: it makes the browser's program of them.
  esbuild: ["src/web/"],
};

const IMPURE: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\(/, "takes the time as an argument; the shell holds the clock"],
  [/\bnew Date\(\)/, "takes the time as an argument; the shell holds the clock"],
  [/\bMath\.random\(/, "takes a seeded generator as an argument"],
  [/\bprocess\./, "takes its settings as arguments"],
  [/\bset(Timeout|Interval|Immediate)\(/, "has no timers; return when to look again"],
  [/\bfetch\(/, "does no input or output; a port does"],
  [/\bconsole\./, "returns what it has to say"],
  [/\bawait\b/, "is synchronous; the shell waits"],
];

interface Source {
  readonly path: string;
  readonly lines: readonly string[];
  readonly text: string;
}

function sources(folder: string): readonly Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const text = readFileSync(file, "utf8");
      return { path: relative(ROOT, file), lines: text.split("\n"), text };
    });
}

const all = CODE.flatMap(sources);
const product = all.filter(({ path }) => path.startsWith("src/"));

function imports(source: Source): readonly string[] {
  const written = /^(?:import|export)\b[^;"]*?\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm;
  return [...source.text.matchAll(written)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? "");
}

/** The line without comments and string contents, near enough for words that must not be called. */
function code(line: string): string {
  return line
    .replace(/^\s*(\*|\/\*|\/\/).*/, "")
    .replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""')
    .replace(/\/\/.*/, "");
}

function folderOf(path: string): string {
  return path.split("/")[1] ?? "";
}

describe("tidy", () => {
  it("a folder imports only from lower ranks", () => {
    const findings = product.flatMap((source) => {
      const folder = folderOf(source.path);
      const allowed = RANKS[folder];
      if (allowed === undefined) return [];
      return imports(source)
        .filter((from) => from.startsWith("."))
        .map((from) => folderOf(relative(ROOT, join(ROOT, source.path, "..", from))))
        .filter((other) => other !== folder && !allowed.includes(other))
        .map((other) => `${source.path} imports ${other}: move the idea down, or pass it in (see RANKS)`);
    });
    expect(findings).toEqual([]);
  });

  it.each(Object.entries(ROOMS))("a room of %s imports only from those before it", (folder, rooms) => {
    const roomOf = (path: string) => new RegExp(`^src/${folder}/([^/]+)/`).exec(path)?.[1];
    const placeOf = (path: string) => rooms.indexOf(roomOf(path) ?? "");
    const findings = product
      .filter(({ path }) => placeOf(path) >= 0)
      .flatMap((source) =>
        imports(source)
          .map((from) => relative(ROOT, join(ROOT, source.path, "..", from)))
          .filter((other) => placeOf(other) > placeOf(source.path))
          .map((other) => `${source.path} imports ${other}: move the idea down, or pass it in`),
      );
    expect(findings).toEqual([]);
  });

  it("each room of the plan has its place in the order", () => {
    const found = product
      .map(({ path }) => /^src\/plan\/([^/]+)\//.exec(path)?.[1])
      .filter((room) => room !== undefined);
    expect([...new Set(found)].sort()).toEqual([...(ROOMS["plan"] ?? [])].sort());
  });

  it("no files import each other in a circle", () => {
    const targets = new Map(
      product.map((source) => [source.path, imports(source).map((from) => join(source.path, "..", from))]),
    );
    const seen = new Set<string>();
    const circleFrom = (path: string, way: readonly string[]): readonly string[] => {
      if (way.includes(path)) return [[...way.slice(way.indexOf(path)), path].join(" → ")];
      if (seen.has(path)) return [];
      seen.add(path);
      return (targets.get(path) ?? []).flatMap((next) => circleFrom(next, [...way, path]));
    };
    const findings = [...targets.keys()].flatMap((path) => circleFrom(path, []));
    expect(findings.map((way) => `${way}: give what ties them a file of its own`)).toEqual([]);
  });

  it("an adapter knows no other adapter, except the one for files", () => {
    const findings = product.flatMap((source) => {
      const own = /^src\/adapters\/([^/]+)\//.exec(source.path)?.[1];
      if (own === undefined) return [];
      return imports(source)
        .map((from) => /^src\/adapters\/([^/]+)\//.exec(relative(ROOT, join(ROOT, source.path, "..", from)))?.[1])
        .filter((other) => other !== undefined && other !== own && other !== "files")
        .map((other) => `${source.path} imports adapters/${other}: let app join them`);
    });
    expect(findings).toEqual([]);
  });

  it("pure folders have no clock, chance, environment, timers, console or await", () => {
    const findings = product
      .filter(({ path }) => PURE.includes(folderOf(path)))
      .flatMap(({ path, lines }) =>
        lines.flatMap((line, index) =>
          IMPURE.filter(([pattern]) => pattern.test(code(line))).map(
            ([, remedy]) => `${path}:${index + 1} ${line.trim()}: a pure folder ${remedy}`,
          ),
        ),
      );
    expect(findings).toEqual([]);
  });

  it("each third-party package has one owner folder", () => {
    const findings = product.flatMap((source) =>
      imports(source)
        .filter((from) => !from.startsWith(".") && !from.startsWith("node:") && !from.startsWith("$"))
        .filter((from) => {
          const owner = Object.entries(OWNERS).find(([name]) => from === name || from.startsWith(`${name}/`))?.[1];
          return owner === undefined || !owner.some((folder) => source.path.startsWith(folder));
        })
        .map((from) => `${source.path} imports ${from}: go through the folder that owns it (see OWNERS)`),
    );
    expect(findings).toEqual([]);
  });

  it(`files have at most ${MOST_LINES} lines of at most ${MOST_COLUMNS} columns`, () => {
    const long = all.filter(({ lines }) => lines.length > MOST_LINES + 1);
    const wide = all.flatMap(({ path, lines }) =>
      lines.flatMap((line, index) =>
        line.length > MOST_COLUMNS ? [`${path}:${index + 1} is ${line.length} wide: break it`] : [],
      ),
    );
    expect([...long.map(({ path, lines }) => `${path} has ${lines.length} lines: split it by idea`), ...wide]).toEqual(
      [],
    );
  });

  it("nothing is named for what it might contain, no barrels, no default exports", () => {
    const vague = /(^|\/)(utils?|helpers?|common|core|manager|service|misc|index)(\.ts$|\/)/i;
    const findings = all.flatMap(({ path, lines }) => [
      ...(vague.test(path) ? [`${path}: name it for its one idea`] : []),
      ...lines.flatMap((line, index) =>
        /^export default\b/.test(line) ? [`${path}:${index + 1}: export by name`] : [],
      ),
    ]);
    expect(findings).toEqual([]);
  });

  it("what is left to do carries its reason", () => {
    const findings = all
      .filter(({ path }) => path !== "test/tidy.test.ts")
      .flatMap(({ path, lines }) =>
        lines.flatMap((line, index) =>
          /\b(TODO|FIXME|XXX)\b(?!\([^)]+\): .{10})/.test(line) ? [`${path}:${index + 1}: TODO(why): what`] : [],
        ),
      );
    expect(findings).toEqual([]);
  });

  it("no test is left focused, and none reads the reader's own kubeconfig", () => {
    const findings = all
      .filter(({ path }) => path.startsWith("test/") && path !== "test/tidy.test.ts")
      .flatMap(({ path, text }) => [
        ...(/\b(it|describe|test)\.only\(/.test(text) ? [`${path}: .only leaves the others out`] : []),
        ...(/process\.env\["KUBECONFIG"\]|\.kube\/config/.test(text) ? [`${path}: tests never read KUBECONFIG`] : []),
      ]);
    expect(findings).toEqual([]);
  });
});
