import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../../src/adapters/system/systemClock.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";

const NOW = Date.parse("2026-11-11T12:00:00Z");

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

describe("an appointment on the machine's clock", () => {
  const kept = (after: number) => {
    const callback = vi.fn();
    const cancel = systemClock().at(instant(NOW + after), callback);
    return { callback, cancel };
  };

  it("is kept at its time, not before, and once", () => {
    const { callback } = kept(40 * DAY);
    vi.advanceTimersByTime(40 * DAY - 1);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(DAY);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it("of the past is kept at once, but not within the call", () => {
    const { callback } = kept(-HOUR);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(0);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it("S13: is kept within seconds when the clock steps over it, as after a machine was suspended", () => {
    const { callback } = kept(2 * HOUR);
    vi.advanceTimersByTime(HOUR);
    vi.setSystemTime(NOW + 3 * HOUR);
    vi.advanceTimersByTime(10 * SECOND);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it("S13: is kept no later when the clock is set back: who looks too early makes a new appointment", () => {
    const { callback } = kept(HOUR);
    vi.advanceTimersByTime(30 * MINUTE);
    vi.setSystemTime(NOW - 5 * HOUR);
    vi.advanceTimersByTime(30 * MINUTE - 1);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it("that was cancelled is not kept, also after the wait was cut into pieces", () => {
    const { callback, cancel } = kept(3 * DAY);
    vi.advanceTimersByTime(2 * DAY);
    cancel();
    vi.advanceTimersByTime(2 * DAY);
    expect(callback).not.toHaveBeenCalled();
  });
});
