import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronProblem } from "../../src/api/cronSyntax.ts";
import { parseObject } from "../../src/api/parse.ts";
import { describeFailure } from "../../src/units/failure.ts";
import { HOSTILE_MANIFESTS } from "./hostileManifests.ts";
import { autoscaler, oneOff, SAMPLES } from "./samples.ts";

describe("parseObject", () => {
  it.each(SAMPLES.map((sample) => [`${sample.kind} ${sample.metadata.name}`, sample] as const))(
    "reads %s",
    (_, sample) => {
      const parsed = parseObject(sample);
      expect(parsed.ok ? [] : parsed.failure).toEqual([]);
    },
  );

  it("fills in the defaults, and turns texts into numbers with units", () => {
    const parsed = parseObject(autoscaler);
    expect(parsed.ok && parsed.value).toMatchObject({
      kind: "PredictiveAutoscaler",
      metadata: { namespace: "default" },
      spec: {
        mode: "Automatic",
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment" },
        demand: { perReplica: 25, signals: [{ cost: 1 }, { cost: 2.5 }] },
        startup: { leadTime: 720_000, percentile: 95 },
        scaleIn: { interval: 300_000, maxHold: 7_200_000 },
      },
    });
  });

  it("floors may follow the 5th percentile; starts are planned with the median or more", () => {
    const { spec } = autoscaler;
    const parsed = parseObject({ ...autoscaler, spec: { ...spec, forecast: { percentile: 5 } } });
    expect(parsed.ok && parsed.value).toMatchObject({ spec: { forecast: { percentile: 5 } } });
    const starts = parseObject({ ...autoscaler, spec: { ...spec, startup: { percentile: 49 } } });
    expect(starts.ok ? [] : starts.failure.map(({ field }) => field)).toEqual(["spec.startup.percentile"]);
  });

  it.each([
    { leadTime: 12, says: "must be Auto or a text (got 12); write it in quotes, and a duration with its unit" },
    { leadTime: 1.5, says: "must be Auto or a text (got 1.5); write it in quotes, and a duration with its unit" },
    { leadTime: "12", says: 'must be Auto or a duration such as 90s, 1h30m or 28d (got "12"); correct this field' },
  ])("a lead time of $leadTime is no quantity: it lacks a unit", ({ leadTime, says }) => {
    const parsed = parseObject({ ...autoscaler, spec: { ...autoscaler.spec, startup: { leadTime } } });
    expect(parsed.ok ? "" : parsed.failure.map(describeFailure).join("\n")).toContain(says);
  });

  it.each([
    { schedule: "@weekly", says: 'write "0 0 * * SUN" for @weekly' },
    { schedule: "@Daily", says: 'write "0 0 * * *" for @Daily' },
    { schedule: "@annually", says: 'write "0 0 1 1 *" for @annually' },
    { schedule: "* * * *", says: "this one has 4" },
    { schedule: "", says: "this one has 0" },
  ])("a schedule of $schedule is told once what it lacks, and not that it is short", ({ schedule, says }) => {
    const { start: _start, end: _end, ...others } = oneOff.spec;
    const parsed = parseObject({ ...oneOff, spec: { ...others, schedule, duration: "3h" } });
    const failures = parsed.ok ? [] : parsed.failure.map(({ message }) => message);
    const fields = "a schedule has five fields (minute hour day month weekday)";
    expect(failures).toEqual([expect.stringContaining(fields)]);
    expect(failures[0]).toContain(says);
  });

  it("what crontab's short words stand for is a schedule", () => {
    for (const word of ["@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"]) {
      const [, meant = ""] = /"(.+)"/.exec(cronProblem(word) ?? "") ?? [];
      expect(cronProblem(meant), word).toBeUndefined();
    }
  });

  it("is given the 40 and more hostile manifests of the table, each with its own title", () => {
    expect(HOSTILE_MANIFESTS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(HOSTILE_MANIFESTS.map(({ title }) => title)).size).toBe(HOSTILE_MANIFESTS.length);
  });

  it.each(HOSTILE_MANIFESTS.map((manifest) => [manifest.title, manifest] as const))(
    "S18: %s is refused with field, value and remedy",
    (_, { object, field, says }) => {
      const parsed = parseObject(object);
      const failures = parsed.ok ? [] : parsed.failure;
      const named = failures.find((failure) => failure.field === field);
      expect(failures.map((failure) => failure.field)).toContain(field);
      expect(`${named?.message}; ${named?.remedy}`).toContain(says);
      expect(named?.value).not.toBe("");
      expect(named?.remedy).not.toBe("");
      for (const failure of failures) expect(describeFailure(failure).length).toBeLessThan(600);
    },
  );

  it.each([
    { readyBefore: 5, remedy: "write it in quotes, and a duration with its unit, such as 5m" },
    { readyBefore: true, remedy: "write it in quotes" },
    { readyBefore: ["5m"], remedy: "write a text" },
  ])("a remedy that is followed is not refused again: $readyBefore", ({ readyBefore, remedy }) => {
    const parsed = parseObject({ ...oneOff, spec: { ...oneOff.spec, readyBefore } });
    const [failure] = parsed.ok ? [] : parsed.failure;
    expect(failure?.remedy.split(";")[0]).toBe(remedy);
  });

  it("S18: whatever the input is, it answers and does not throw", () => {
    const value = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true });
    const field = fc.constantFrom(...Object.keys(oneOff.spec), ...Object.keys(autoscaler.spec), "status", "metadata");
    const property = fc.property(fc.constantFrom(...SAMPLES), field, value, (sample, name, junk) => {
      const object =
        name === "status" || name === "metadata"
          ? { ...sample, [name]: junk }
          : { ...sample, spec: { ...(sample.spec as object), [name]: junk } };
      for (const raw of [object, junk]) expect(typeof parseObject(raw).ok).toBe("boolean");
    });
    fc.assert(property, { seed: 18, numRuns: 1_000 });
  });

  it("leaves a status that cannot be read out, and keeps one that can", () => {
    const broken = parseObject({ ...oneOff, status: { phase: "Dancing" } });
    expect(broken.ok && broken.value.status).toBeUndefined();
    const condition = { type: "Ready", status: "True", reason: "Ok", message: "", lastTransitionTime: "x" };
    const fine = parseObject({ ...oneOff, status: { phase: "Active", conditions: [condition] } });
    expect(fine.ok && fine.value.status).toEqual({ phase: "Active", conditions: [condition] });
  });

  it("a namespace that is not given is default, and a policy has none", () => {
    const namespaces = SAMPLES.map(({ metadata: { name }, ...sample }) => {
      const parsed = parseObject({ ...sample, metadata: { name } });
      return parsed.ok ? parsed.value.metadata.namespace : parsed.failure;
    });
    expect(namespaces).toEqual(["default", "default", "default", "default", "default", ""]);
  });
});
