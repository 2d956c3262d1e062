/**
 * `make test`: every check and every suite, and one closing line that sums them: `N passed, N failed, N skipped`.
 * A check (types, lint, …) counts as one test. With CI=true a skip on the real control plane is a failure.
 */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Suite {
  readonly name: string;
  readonly command: readonly string[];
  /** Where vitest leaves its counts; without it the exit code is the one result. */
  readonly report?: string;
}

const REPORTS = join(import.meta.dirname, "..", "reports");

function vitest(project: string): Suite {
  const report = join(REPORTS, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return { name: `${project} tests`, command: ["vitest", "run", "--project", project, ...reporters], report };
}

const CLUSTER = vitest("cluster");
const SUITES: readonly Suite[] = [
  { name: "types", command: ["tsc", "--noEmit", "-p", "."] },
  { name: "lint", command: ["eslint", "."] },
  { name: "format", command: ["prettier", "--check", "--log-level", "warn", "."] },
  { name: "dead code", command: ["knip"] },
  vitest("unit"),
  { name: "demo", command: ["tsx", "src/cli/main.ts", "demo", "--once"] },
  CLUSTER,
];

/** The environment without anything that could lead a test to the reader's own cluster. */
function environment(): NodeJS.ProcessEnv {
  const { KUBECONFIG: _dropped, ...rest } = process.env;
  return { ...rest, npm_config_update_notifier: "false" };
}

function run(command: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn("npx", ["--no-install", ...command], { stdio: "inherit", env: environment() });
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/**
 * On a machine without them the programs of the control plane are built here, once, where no test's patience runs out.
 * Whether there is a control plane is not decided here: the tests say so themselves.
 */
async function buildPrograms(): Promise<void> {
  console.log("\n== programs of the real control plane");
  await run(["tsx", "test/cluster/build.ts"]);
}

/** vitest's own counts; a run that left none, or failed outside of a test, is one failure more. */
function countReport(path: string, exitCode: number): Count {
  try {
    const report = JSON.parse(readFileSync(path, "utf8")) as Record<string, number>;
    const failed = report["numFailedTests"] ?? 0;
    const skipped = (report["numPendingTests"] ?? 0) + (report["numTodoTests"] ?? 0);
    return { passed: report["numPassedTests"] ?? 0, failed: exitCode !== 0 && failed === 0 ? 1 : failed, skipped };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function count(suite: Suite): Promise<Count> {
  console.log(`\n== ${suite.name}`);
  const exitCode = await run(suite.command);
  if (suite.report !== undefined) return countReport(suite.report, exitCode);
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const broken: string[] = [];
for (const suite of SUITES) {
  if (suite === CLUSTER) await buildPrograms();
  const counted = await count(suite);
  // In CI the real control plane is required: what it did not run has not been shown.
  const missing = process.env["CI"] === "true" && suite === CLUSTER ? counted.skipped : 0;
  total.passed += counted.passed;
  total.failed += counted.failed + missing;
  total.skipped += counted.skipped - missing;
  if (counted.failed + missing > 0) broken.push(suite.name);
}
console.log("");
if (broken.length > 0) console.log(`failed: ${broken.join(", ")}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
