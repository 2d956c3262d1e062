import { spawn } from "node:child_process";
import { expect, it } from "vitest";
import { prometheusTelemetry } from "../../../src/adapters/telemetry/prometheusTelemetry.ts";
import { INPUT_STATES } from "../../../src/plan/snapshot.ts";
import { replicas } from "../../../src/units/replicas.ts";
import { findBinaries } from "../../cluster/binaries.ts";
import { describeCluster } from "../../cluster/describeCluster.ts";

describeCluster("/metrics as Prometheus' own tool reads it", () => {
  it("promtool check metrics has nothing to say", async () => {
    const telemetry = prometheusTelemetry();
    for (const [index, inputState] of INPUT_STATES.entries()) {
      telemetry.target(
        { namespace: "vision", name: `target-${index}` },
        {
          ...{ required: 3, ready: 2, reserved: 1, promised: 4, shortBy: 0, forecast: 60.5, demand: 0 },
          ...{ leadTimeSeconds: 30, skill: 0.4, lookAgainAtSeconds: 1_795_000_000, inputState },
          floor: { source: "Campaign", value: replicas(4) },
        },
      );
    }
    telemetry.turn("campaign", "done");
    const { text } = await telemetry.render();
    expect(text).toContain('headstart_floor_replicas{namespace="vision",name="target-0",source="Campaign"} 4');
    expect(await check(text)).toEqual({ code: 0, said: "" });
  });

  it("and it would say so of a counter without _total", async () => {
    const { said } = await check("# HELP turns Turns.\n# TYPE turns counter\nturns 1\n");
    expect(said).toContain("_total");
  });
});

async function check(metrics: string): Promise<{ readonly code: number | null; readonly said: string }> {
  const { promtool } = await findBinaries();
  return new Promise((resolve, reject) => {
    const child = spawn(promtool, ["check", "metrics"]);
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, said }));
    child.stdin.end(metrics);
  });
}
