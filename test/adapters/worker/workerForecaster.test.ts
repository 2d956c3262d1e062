import { afterEach, expect, it } from "vitest";
import { pinoLog } from "../../../src/adapters/system/pinoLog.ts";
import { unpacked } from "../../../src/adapters/worker/packedMemory.ts";
import { type WorkerForecaster, workerForecaster } from "../../../src/adapters/worker/workerForecaster.ts";
import { forecast } from "../../../src/forecast/forecast.ts";
import type { ForecastRequest } from "../../../src/forecast/forecastTypes.ts";
import { milliseconds, MINUTE } from "../../../src/units/duration.ts";
import { success } from "../../../src/units/result.ts";
import { instant } from "../../../src/units/instant.ts";

const log = pinoLog("silent");
const values = Float64Array.from({ length: 3 * 288 }, (_, i) => 100 + 50 * Math.sin((i / 288) * 2 * Math.PI));
const request: ForecastRequest = {
  history: { start: instant(0), step: milliseconds(5 * MINUTE), values },
  horizon: 12,
  quantiles: [0.5, 0.95],
  zone: "UTC",
  declared: [],
};

let forecaster: WorkerForecaster | undefined;
afterEach(() => forecaster?.close());

it("gives what the engine gives, from another thread, and its memory in one piece", async () => {
  forecaster = workerForecaster({ log });
  const [made, wanted] = [await forecaster.forecast(request), forecast(request)];
  if (!made.ok || !wanted.ok) throw new Error("no forecast");
  const [memory, own] = [made.value.memory!, wanted.value.memory!];
  expect(made).toEqual(success({ ...wanted.value, memory }));
  expect(unpacked(memory)).toEqual(JSON.parse(JSON.stringify(own)));
  const [before, after] = [JSON.stringify(own.state).length, (memory.state as Uint8Array).byteLength];
  expect(after, "nothing is held that has to be walked through, and little").toBeLessThan(before / 2);
  expect((memory.state as Uint8Array).buffer.byteLength, "nor a larger buffer behind it").toBe(after);

  const again = forecast({ ...request, memory: own });
  const made2 = await forecaster.forecast({ ...request, memory });
  if (!made2.ok || !again.ok) throw new Error("no forecast with a memory");
  expect({ ...made2.value, memory: undefined }).toEqual({ ...again.value, memory: undefined });
  expect(again.value.method, "the memory is made use of").toEqual(made2.value.method);
});

it("a worker that hangs is given up at the deadline, and replaced", async () => {
  const hanging = new URL("data:text/javascript,for(;;){}");
  forecaster = workerForecaster({ log, deadline: 200, program: hanging });
  const outcomes = await Promise.all([forecaster.forecast(request), forecaster.forecast(request)]);
  expect(outcomes.map((outcome) => outcome.ok)).toEqual([false, false]);
  expect(outcomes.some((outcome) => !outcome.ok && outcome.failure.code === "ForecastDeadline")).toBe(true);
});

it("a worker that cannot start fails the request instead of the program", async () => {
  forecaster = workerForecaster({ log, program: new URL("data:text/javascript,throw new Error('broken')") });
  expect(await forecaster.forecast(request)).toMatchObject({ ok: false, failure: { code: "ForecastFailed" } });
});

it("what breaks on one series fails it alone: who is in line behind it is answered", async () => {
  forecaster = workerForecaster({ log });
  const broken = { ...request, history: undefined as unknown as ForecastRequest["history"] };
  const [first, second] = await Promise.all([forecaster.forecast(broken), forecaster.forecast(request)]);
  expect(first).toMatchObject({ ok: false, failure: { code: "ForecastFailed" } });
  expect(first.ok ? "" : first.failure.message).toContain("the forecast broke off: TypeError");
  expect(second.ok).toBe(true);
});

it("a memory that breaks the forecast is left out, and said", async () => {
  forecaster = workerForecaster({ log });
  const made = await forecaster.forecast(request);
  if (!made.ok) throw new Error("no forecast");
  const torn = { ...made.value.memory!, state: (made.value.memory!.state as Uint8Array).slice(0, 40) };
  const again = await forecaster.forecast({ ...request, memory: torn });
  if (!again.ok) throw new Error(again.failure.message);
  expect(again.value.quantiles).toEqual(made.value.quantiles);
  expect(again.value.warnings.join()).toContain("made without what the one before left behind");
});
