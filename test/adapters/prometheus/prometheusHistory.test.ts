import { afterEach, describe, expect, it } from "vitest";
import { connectPrometheus, type PrometheusAccess } from "../../../src/adapters/prometheus/prometheusConnection.ts";
import { prometheusHistory } from "../../../src/adapters/prometheus/prometheusHistory.ts";
import type { Reading } from "../../../src/ports/history.ts";
import { MINUTE, milliseconds } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import { Misbehaving, type ScriptedAnswer } from "./misbehavingPrometheus.ts";

const END = 1_794_310_800_000;
type Sample = readonly [number, string];

const matrix = (values: readonly Sample[], rest: object = {}) => ({
  body: { status: "success", data: { resultType: "matrix", result: [{ metric: {}, values }] }, ...rest },
});
const nothing = { body: { status: "success", data: { resultType: "matrix", result: [] } } };
const everSeen = {
  body: { status: "success", data: { resultType: "vector", result: [{ metric: {}, value: [0, "3"] }] } },
};
const at = (minutesAgo: number, value: string): Sample => [(END - minutesAgo * MINUTE) / 1000, value];

let server: Misbehaving | undefined;
afterEach(() => server?.close());

async function read(answers: readonly ScriptedAnswer[], access: Partial<PrometheusAccess> = {}): Promise<Reading> {
  server = new Misbehaving(answers);
  const connection = connectPrometheus({ url: await server.url(), ...access });
  const range = { start: instant(END - 15 * MINUTE), end: instant(END) };
  const reading = await prometheusHistory(connection).read({
    query: "up",
    range,
    step: MINUTE,
    staleAfter: milliseconds(3 * MINUTE),
  });
  await connection.close();
  return reading;
}

describe("the states of an answer", () => {
  it("a number is Live, on its place in the grid, gaps left open", async () => {
    const reading = await read([matrix([at(15, "7"), at(2, "412.5"), at(1, "413")])]);
    expect(reading).toMatchObject({ state: "Live", lastSampleAt: END - MINUTE });
    expect([...(reading.series?.values ?? [])]).toEqual([7, ...Array<number>(12).fill(NaN), 412.5, 413]);
  });

  it.each<{ id: string; what: string; answers: readonly ScriptedAnswer[]; state: Reading["state"] }>([
    { id: "M2", what: "a live zero", answers: [matrix([at(1, "0")])], state: "LiveZero" },
    {
      id: "M1",
      what: "an empty answer of a series that was seen this week",
      answers: [nothing, everSeen],
      state: "Empty",
    },
    { id: "M3", what: "no series ever", answers: [nothing, nothing], state: "NoSuchSeries" },
    { id: "M1", what: "NaN at the end", answers: [matrix([at(2, "5"), at(1, "NaN")])], state: "NotANumber" },
    { id: "M1", what: "an infinite value", answers: [matrix([at(1, "+Inf")])], state: "NotANumber" },
    { id: "M5", what: "a negative value", answers: [matrix([at(2, "-5"), at(1, "6")])], state: "Negative" },
    { id: "M9", what: "a last sample of ten minutes ago", answers: [matrix([at(10, "5")])], state: "Stale" },
    { id: "M5", what: "an error of the server", answers: [{ status: 500, body: "oh" }], state: "HttpError" },
    { id: "M5", what: "a page that is no JSON", answers: [{ status: 200, body: "<html>" }], state: "HttpError" },
    { id: "M1", what: "null instead of data", answers: [{ body: null }], state: "HttpError" },
    {
      id: "M1",
      what: "a partial answer",
      answers: [matrix([at(1, "5")], { warnings: ["store 2 did not answer"] })],
      state: "Partial",
    },
    {
      id: "M4",
      what: "several series",
      answers: [
        {
          body: {
            status: "success",
            data: { result: [1, 2].map((pod) => ({ metric: { pod: String(pod) }, values: [at(1, "5")] })) },
          },
        },
      ],
      state: "SeveralSeries",
    },
  ])("$id: $what is $state", async ({ answers, state }) => {
    const reading = await read(answers);
    expect(reading.state).toBe(state);
    if ("failure" in reading) expect(reading.failure.remedy).not.toBe("");
  });

  it("M1: silence is TimedOut", async () => {
    expect((await read([{ silent: true }], { timeout: 50 })).state).toBe("TimedOut");
    expect(server?.requests).toHaveLength(3);
  });

  it("one failure in between is asked again, a refused query is not", async () => {
    expect((await read([{ status: 503 }, matrix([at(1, "5")])])).state).toBe("Live");
    server?.close();
    const refused = await read([{ status: 400, body: { status: "error", error: "parse error" } }]);
    expect(refused).toMatchObject({ state: "HttpError", failure: { code: "QueryRefused", message: "parse error" } });
    expect(server?.requests).toHaveLength(1);
  });
});

describe("how it is asked", () => {
  it("sends the tenant and the credentials", async () => {
    await read([matrix([at(1, "5")])], { tenant: "vision", bearerToken: () => "secret" });
    expect(server?.requests[0]?.headers).toMatchObject({ "x-scope-orgid": "vision", authorization: "Bearer secret" });
    server?.close();
    await read([matrix([at(1, "5")])], { basic: { username: "a", password: () => "b" } });
    expect(server?.requests[0]?.headers["authorization"]).toBe("Basic YTpi");
  });

  it("asks for the token anew at each request: it is renewed where it stands", async () => {
    const tokens = ["first", "second"];
    server = new Misbehaving([matrix([at(1, "5")])]);
    const connection = connectPrometheus({ url: await server.url(), bearerToken: () => tokens.shift() ?? "none" });
    await connection.get("/api/v1/query", { query: "up" });
    await connection.get("/api/v1/query", { query: "up" });
    await connection.close();
    expect(server.requests.map(({ headers }) => headers["authorization"])).toEqual(["Bearer first", "Bearer second"]);
  });

  it("cuts a long range into chunks that Prometheus accepts, without a point twice or missing", async () => {
    server = new Misbehaving([nothing]);
    const connection = connectPrometheus({ url: await server.url() });
    const range = { start: instant(END - 28 * 1440 * MINUTE), end: instant(END) };
    await prometheusHistory(connection).read({ query: "up", range, step: MINUTE, staleAfter: MINUTE });
    await connection.close();
    const chunks = server.requests
      .filter(({ path }) => path === "/api/v1/query_range")
      .map(({ parameters }) => [Number(parameters.get("start")), Number(parameters.get("end"))] as const);
    expect(chunks).toHaveLength(4);
    expect(chunks[0]?.[0]).toBe(range.start / 1000);
    expect(chunks.at(-1)?.[1]).toBe(END / 1000 - 60);
    for (const [start, end] of chunks) expect((end - start) / 60).toBeLessThan(11_000);
    for (let i = 1; i < chunks.length; i++) expect(chunks[i]?.[0]).toBe((chunks[i - 1]?.[1] ?? 0) + 60);
  });
});
