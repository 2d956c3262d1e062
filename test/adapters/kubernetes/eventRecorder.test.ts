import { expect, it } from "vitest";
import { eventRecorder } from "../../../src/adapters/kubernetes/eventRecorder.ts";
import type { CallOptions, KubeConnection } from "../../../src/adapters/kubernetes/kubeConnection.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { EventNote } from "../../../src/ports/cluster.ts";

const NOTE: EventNote = {
  regarding: { kind: "CronHPA", key: { namespace: "vision", name: "evening" } },
  ...{ type: "Normal", reason: "FloorRaised", action: "Raise", note: "floor 4 → 30" },
};

/** A recorder at an API server that keeps events by name; `status`, if set, is its answer to all. */
function recording() {
  const state = { now: 1_000, status: undefined as number | undefined, delays: [] as number[] };
  const [events, calls, warnings] = [new Map<string, unknown>(), [] as string[], [] as string[]];
  const answerTo = (method: string, name: string): number => {
    if (state.status !== undefined) return state.status;
    return method === "POST" ? 201 : events.has(name) ? 200 : 404;
  };
  const call = (method: string, path: string, { body }: CallOptions = {}) => {
    const { metadata } = body as { readonly metadata?: { readonly name: string } };
    const name = metadata?.name ?? path.split("/").at(-1) ?? "";
    const status = answerTo(method, name);
    if (status === 201) events.set(name, body);
    calls.push(`${method} ${status}`);
    return Promise.resolve({ status, body: { message: "no" }, retryAfter: undefined });
  };
  const slow = async (...of: Parameters<typeof call>) => {
    // The first answers last, as connections that were just opened do.
    await new Promise((resolve) => setTimeout(resolve, state.delays.shift() ?? 0));
    return call(...of);
  };
  const recorder = eventRecorder(
    { call: slow } as unknown as KubeConnection,
    { now: () => state.now } as unknown as Clock,
    {
      info: () => {},
      error: () => {},
      warn: (text, details) => void warnings.push(`${text}: ${details?.["cause"]}`),
    },
  );
  const record = async () => {
    state.now += 60_000;
    recorder.record(NOTE);
    await recorder.drained();
  };
  return { state, events, calls, warnings, record, recorder };
}

it("what is said again is one Event with a count; one that somebody deleted meanwhile is made anew", async () => {
  const { events, calls, warnings, record } = recording();
  await record();
  await record();
  events.clear();
  await record();
  await record();
  expect(calls).toEqual(["POST 201", "PATCH 200", "PATCH 404", "POST 201", "PATCH 200"]);
  expect(events.size).toBe(1);
  expect(warnings).toEqual([]);
});

it("one that the API server refuses is lost, and that is said", async () => {
  const { state, calls, warnings, record } = recording();
  state.status = 403;
  await record();
  expect(warnings).toEqual(["an event was not written: Error: answered 403: no"]);
  state.status = undefined;
  await record();
  expect(calls, "the next one finds that there is none").toEqual(["POST 403", "PATCH 404", "POST 201"]);
});

it("what is said again before the first is written is counted up behind it, in turn", async () => {
  const { state, events, calls, warnings, recorder } = recording();
  state.delays = [30, 20, 10];
  for (let i = 0; i < 3; i++) recorder.record(NOTE);
  await recorder.drained();
  expect(calls).toEqual(["POST 201", "PATCH 200", "PATCH 200"]);
  expect(events.size).toBe(1);
  expect(warnings).toEqual([]);
});

it.each([199, 198])(
  "a name that would be cut off at its dash or dot after %s characters stays one",
  async (letters) => {
    const { events, recorder } = recording();
    const name = `${"a".repeat(letters)}-.tail`;
    recorder.record({ ...NOTE, regarding: { kind: "Campaign", key: { namespace: "vision", name } } });
    await recorder.drained();
    // As the API server checks it: every part between dots begins and ends with a letter or digit.
    expect([...events.keys()][0]).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
  },
);
