import { execFileSync } from "node:child_process";
import { writeScalePage } from "./scalePage.ts";
import { measureScale, type ScaleFindings } from "./scaleRun.ts";

export interface ScaleSettings {
  /** How many targets, one run each. */
  readonly targets: readonly number[];
  /** Length of the quiet window. */
  readonly seconds: number;
  readonly print: (line: string) => void;
}

/** What so many targets cost the controller, the API server and Prometheus, on a real control plane. */
export async function scaleBenchmark({ targets, seconds, print }: ScaleSettings): Promise<void> {
  const found: ScaleFindings[] = [];
  for (const count of targets) {
    const findings = await measureScale(count, { seconds, print });
    print(JSON.stringify(findings));
    found.push(findings);
  }
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  writeScalePage(found, commit);
}
