import { afterEach, describe, expect, it } from "vitest";
import { prometheusTelemetry } from "../../../src/adapters/telemetry/prometheusTelemetry.ts";
import { parseAddress, serveTelemetry, type TelemetryServer } from "../../../src/adapters/telemetry/telemetryServer.ts";

const target = { namespace: "vision", name: "face-fusion" };

describe("metrics of a target", () => {
  it("shows the floor under the one source that asks for it", async () => {
    const telemetry = prometheusTelemetry();
    telemetry.target(target, { floor: { value: 80, source: "Campaign" } });
    telemetry.target(target, { floor: { value: 12, source: "Forecast" } });
    const { text } = await telemetry.render();
    expect(text).toContain('headstart_floor_replicas{namespace="vision",name="face-fusion",source="Forecast"} 12');
    expect(text).not.toContain('source="Campaign"');
  });

  it("removes a figure that is no longer known instead of leaving the last one standing", async () => {
    const telemetry = prometheusTelemetry();
    telemetry.target(target, { demand: 812 });
    expect((await telemetry.render()).text).toContain("headstart_demand{");
    telemetry.target(target, { inputState: "Stale" });
    const { text } = await telemetry.render();
    expect(text).not.toContain("headstart_demand{");
    expect(text).toContain('headstart_input_state{namespace="vision",name="face-fusion",state="Stale"} 1');
    expect(text).toContain('headstart_input_state{namespace="vision",name="face-fusion",state="Live"} 0');
  });

  it("M8: reasons are closed sets: a thousand turns of a target keep the same number of series", async () => {
    const telemetry = prometheusTelemetry();
    const series = async () =>
      (await telemetry.render()).text.split("\n").filter((line) => line.includes("face-fusion"));
    telemetry.target(target, { floor: { value: 1, source: "Found" }, inputState: "Live" });
    const before = (await series()).length;
    for (let turn = 0; turn < 1_000; turn++) {
      telemetry.target(target, {
        floor: { value: turn, source: turn % 2 === 0 ? "Forecast" : "Campaign" },
        inputState: "Live",
      });
    }
    expect((await series()).length).toBe(before);
  });

  it("M8: every figure of a target is on /metrics, and no label is free text", async () => {
    const telemetry = prometheusTelemetry();
    telemetry.target(target, {
      ...{ floor: { value: 80, source: "Campaign" }, required: 80, ready: 4, reserved: 76, forecast: 812 },
      ...{ leadTimeSeconds: 720, inputState: "LiveZero", promised: 80, shortBy: 3 },
    });
    const lines = (await telemetry.render()).text.split("\n").filter((line) => line.includes('name="face-fusion"'));
    const names = new Set(lines.map((line) => line.slice(0, line.indexOf("{"))));
    expect([...names]).toEqual(
      expect.arrayContaining([
        ...["headstart_floor_replicas", "headstart_required_replicas", "headstart_ready_replicas"],
        ...["headstart_reserved_replicas", "headstart_forecast_demand", "headstart_lead_time_seconds"],
        ...["headstart_input_state", "headstart_promised_replicas", "headstart_short_replicas"],
      ]),
    );
    const labels = new Set(lines.flatMap((line) => [...line.matchAll(/(\w+)="/g)].map(([, label]) => label)));
    expect([...labels].sort()).toEqual(["name", "namespace", "source", "state"]);
  });

  it("leaves nothing behind of a target that is forgotten", async () => {
    const telemetry = prometheusTelemetry();
    telemetry.target(target, { floor: { value: 80, source: "Campaign" }, ready: 4, inputState: "Live" });
    telemetry.forget(target);
    expect((await telemetry.render()).text).not.toContain("face-fusion");
  });
});

describe("the telemetry server", () => {
  let server: TelemetryServer | undefined;
  afterEach(() => server?.close());

  it("answers /metrics, /healthz and /readyz, and 404 elsewhere", async () => {
    let ready = false;
    const health = { live: () => true, ready: () => ready };
    server = await serveTelemetry({ host: "127.0.0.1", port: 0 }, prometheusTelemetry(), health);
    const status = async (path: string) => (await fetch(`http://127.0.0.1:${server?.port}${path}`)).status;
    expect(await status("/healthz")).toBe(200);
    expect(await status("/readyz")).toBe(503);
    ready = true;
    expect(await status("/readyz")).toBe(200);
    expect(await status("/metrics")).toBe(200);
    expect(await status("/")).toBe(404);
  });

  it.each([
    { text: ":8080", address: { host: undefined, port: 8080 } },
    { text: "127.0.0.1:0", address: { host: "127.0.0.1", port: 0 } },
    { text: "[::1]:9", address: { host: "::1", port: 9 } },
    { text: "8080", address: undefined },
    { text: ":70000", address: undefined },
  ])("reads the address $text", ({ text, address }) => {
    expect(parseAddress(text)).toEqual(address);
  });
});
