import { afterEach, describe, expect, it, vi } from "vitest";
import { connectPrometheus, type PrometheusConnection } from "../../../src/adapters/prometheus/prometheusConnection.ts";
import { prometheusHistory } from "../../../src/adapters/prometheus/prometheusHistory.ts";
import type { Reading } from "../../../src/ports/history.ts";
import { MINUTE, milliseconds } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { waitFor } from "../../cluster/waitFor.ts";
import { Misbehaving, type ScriptedAnswer } from "./misbehavingPrometheus.ts";

const END = 1_794_310_800_000;
const fine = (value: string): ScriptedAnswer => ({
  body: { status: "success", data: { result: [{ metric: {}, values: [[(END - MINUTE) / 1000, value]] }] } },
});

let server: Misbehaving;
let url: string;
let connection: PrometheusConnection;

async function asked(answers: readonly ScriptedAnswer[], timeout = 10_000): Promise<void> {
  server = new Misbehaving(answers);
  url = await server.url();
  connection = connectPrometheus({ url, timeout });
}

function read(end = END): Promise<Reading> {
  const range = { start: instant(end - 15 * MINUTE), end: instant(end) };
  const query = { query: "up", range, step: MINUTE, staleAfter: milliseconds(3 * MINUTE) };
  return prometheusHistory(connection).read(query);
}

afterEach(async () => {
  await connection.close();
  server.close();
});

describe("an answer that is none is a state, and never an exception", () => {
  const answer = (result: unknown, more: object = {}) => ({ body: { status: "success", data: { result }, ...more } });
  it.each<{ what: string; given: ScriptedAnswer }>([
    { what: "a text instead of series", given: answer("none") },
    { what: "an object instead of series", given: answer({ a: 1 }) },
    { what: "a series that is null", given: answer([null]) },
    { what: "two series of which one is null", given: answer([null, { metric: {}, values: [] }]) },
    { what: "samples that are null", given: answer([{ metric: {}, values: [null] }]) },
    { what: "samples that are a number", given: answer([{ metric: {}, values: 7 }]) },
    { what: "a native histogram", given: answer([{ metric: {}, histograms: [[END / 1000, { count: "1" }]] }]) },
    { what: "warnings that are a number", given: answer([], { warnings: 7 }) },
    { what: "a list instead of an envelope", given: { body: [] } },
  ])("M1: $what", async ({ given }) => {
    await asked([given]);
    const reading = await read();
    expect(reading.state).toBe("HttpError");
    if ("failure" in reading) expect(reading.failure.message).not.toBe("");
  });

  it("M1: more than 32 MB", async () => {
    await asked([{ body: `"${"x".repeat(33 << 20)}"` }]);
    expect((await read()).state).toBe("HttpError");
  });

  it("M1: bytes that drip for ever are given up at the time-out", async () => {
    await asked([{ dripping: true }], 100);
    expect((await read()).state).toBe("TimedOut");
  });

  it("M1: nobody listens, at a name with two addresses: the message says so", async () => {
    await asked([]);
    const { port } = new URL(url);
    server.close();
    connection = connectPrometheus({ url: `http://localhost:${port}` });
    const reading = await read();
    expect("failure" in reading ? reading.failure.message : "").toContain("ECONNREFUSED");
  });
});

it("M9: what is said of a stale series stays the same while it does, so no status is written for it", async () => {
  await asked([fine("5")]);
  const [first, second] = [await read(END + 10 * MINUTE), await read(END + 11 * MINUTE)];
  expect(first.state).toBe("Stale");
  expect("failure" in first && "failure" in second && first.failure.message).toBe(
    "failure" in second && second.failure.message,
  );
});

describe("a Prometheus that is away", () => {
  const dropped: ScriptedAnswer = { dropping: true };

  it("is not waited for by one target after another: after some failures in a row all are told at once", async () => {
    await asked([dropped]);
    for (let i = 0; i < 4; i++) expect((await read()).state).toBe("HttpError");
    expect(server.requests).toHaveLength(10);
    for (let i = 0; i < 100; i++) expect((await read()).state).toBe("HttpError");
    expect(server.requests).toHaveLength(10);
  });

  it("is asked again after a while, and believed as soon as it answers", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      await asked([...Array<ScriptedAnswer>(11).fill(dropped), fine("5")]);
      for (let i = 0; i < 5; i++) expect((await read()).state).toBe("HttpError");
      vi.advanceTimersByTime(15_000);
      expect((await read()).state, "one is sent, and gets no answer either").toBe("HttpError");
      expect(server.requests).toHaveLength(11);
      expect((await read()).state).toBe("HttpError");
      expect(server.requests).toHaveLength(11);
      vi.advanceTimersByTime(15_000);
      expect((await read()).state).toBe("Live");
      expect((await read()).state).toBe("Live");
    } finally {
      vi.useRealTimers();
    }
  });

  it("four queries that get no answer do not speak for those that stand in line behind them", async () => {
    const silent: ScriptedAnswer = { silent: true };
    await asked([silent, silent, silent, silent, fine("5")], 1_000);
    const states = await Promise.all(Array.from({ length: 20 }, async () => (await read()).state));
    expect(states).toEqual(Array(20).fill("Live"));
  });

  it("what stands in line as the program stops is not asked for any more", async () => {
    await asked([{ silent: true }]);
    const reads = Array.from({ length: 20 }, () => read());
    await waitFor("four are under way", () => server.requests.length === 4);
    await connection.close();
    for (const reading of await Promise.all(reads)) expect(reading.state).toBe("HttpError");
    expect(server.requests).toHaveLength(4);
  });

  it("one query that gets no answer does not keep the others from being asked", async () => {
    await asked(Array.from({ length: 20 }, (_, i) => (i % 4 === 3 ? fine("5") : dropped)));
    const states = [];
    for (let i = 0; i < 10; i++) states.push((await read()).state);
    expect(states).toEqual(Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? "HttpError" : "Live")));
    expect(server.requests).toHaveLength(20);
  });
});
