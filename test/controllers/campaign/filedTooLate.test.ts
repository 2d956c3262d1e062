import { describe, expect, it } from "vitest";
import { reasonOf } from "../../../src/api/verdictReason.ts";
import { brokeItsPromise } from "../../../src/app/report/campaignReport.ts";
import { saleOf } from "../sale.ts";
import { condition } from "../world.ts";
import type { ManagedFieldsEntry } from "../../../src/api/metadata.ts";
import { saleWorld } from "./saleWorld.ts";

/** Filed at noon for what begins then, or so many minutes later: it had to be ordered 15 min 30 s before the start. */
function holdFrom(start: string, campaign: object = {}) {
  const world = saleWorld();
  const hold = saleOf({ start: `2026-11-11T${start}`, end: "2026-11-11T14:00:00", ...campaign });
  world.remove("Campaign", hold.metadata);
  world.put({ ...hold, metadata: { ...hold.metadata, creationTimestamp: "2026-11-11T12:00:00Z" } });
  return toldOf(world);
}

/** Filed a week ahead for another time, and since then written by these managers at these times. */
function movedTo(start: string, writers: readonly ManagedFieldsEntry[]) {
  const world = saleWorld();
  const hold = saleOf({ start: `2026-11-11T${start}`, end: "2026-11-11T14:00:00" });
  const metadata = { ...hold.metadata, creationTimestamp: "2026-11-04T12:00:00Z", managedFields: writers };
  world.put({ ...hold, metadata });
  return toldOf(world);
}

function toldOf(world: ReturnType<typeof saleWorld>) {
  world.begin();
  const told = () => {
    const verdict = world.status()?.verdict;
    return {
      message: verdict?.message,
      reason: condition(world.own("Campaign", "sale"), "ReadyAtStart")?.reason,
      broken: verdict !== undefined && brokeItsPromise({ verdict: { reason: reasonOf(verdict) } }),
      events: world.events.filter(({ reason }) => reason === "NotReadyAtStart").length,
    };
  };
  return { ...world, told };
}

const LATE = "filed 15m30s after its replicas had to be ordered, too late to be Ready at the start: ";

describe("a campaign that is filed with less than its notice", () => {
  it("is told as that, and when all was Ready; no promise is broken", async () => {
    const world = holdFrom("12:00:00");
    await world.until("2026-11-11T12:01:00Z");
    const message = `${LATE}face-fusion: 4 of 80 Ready`;
    expect(world.told()).toEqual({ message, reason: "FiledTooLate", broken: false, events: 1 });
    await world.until("2026-11-11T12:11:00Z");
    world.setReplicas(80, 80);
    await world.until("2026-11-11T12:12:00Z");
    const { message: after, ...rest } = world.told();
    expect(world.status()?.verdict).toMatchObject({ reason: "FiledTooLate", allReadyAt: "2026-11-11T12:11:30Z" });
    expect(after).toMatch(/^filed 15m30s after .*: face-fusion: 4 of 80 Ready; 11m(\d+s)? later all was Ready$/);
    expect(rest).toEqual({ reason: "FiledTooLate", broken: false, events: 1 });
    world.setReplicas(80, 70);
    await world.until("2026-11-11T12:40:00Z");
    expect(world.told().message, "as it was").toBe(after);
  });

  it("breaks its promise when its time has passed since it was filed, and not all is Ready", async () => {
    const world = holdFrom("12:00:00");
    await world.until("2026-11-11T12:15:00Z");
    world.setReplicas(80, 79);
    expect(world.told()).toMatchObject({ reason: "FiledTooLate", broken: false });
    await world.until("2026-11-11T12:17:00Z");
    const { message, ...rest } = world.told();
    expect(message).toMatch(/^face-fusion: 79 of 80 Ready \(1[56]m(\d+s)? after it was filed\)$/);
    expect(rest).toEqual({ reason: "NotAllReady", broken: true, events: 2 });
  });

  it("is judged as every other where enough is Ready all the same, or a ceiling keeps it from it", async () => {
    const ready = holdFrom("12:10:00");
    ready.setReplicas(80, 80);
    await ready.until("2026-11-11T12:10:30Z");
    const message = "every promised replica was Ready at the start";
    expect(ready.told()).toEqual({ message, reason: "AllReady", broken: false, events: 0 });
    const cut = holdFrom("12:10:00", { targets: [{ name: "face-fusion", peak: { replicas: 130 } }] });
    await cut.until("2026-11-11T12:10:30Z");
    expect(cut.told()).toMatchObject({ reason: "NotAllReady", broken: true });
  });

  it("filed at the last moment for it is in time", async () => {
    const world = holdFrom("12:15:30");
    await world.until("2026-11-11T12:16:00Z");
    const message = "face-fusion: 4 of 80 Ready";
    expect(world.told()).toEqual({ message, reason: "NotAllReady", broken: true, events: 1 });
  });
});

describe("a campaign that is changed with less than its notice", () => {
  const writer = (time: string, more: object = {}) => ({
    ...{ manager: "kubectl-edit", operation: "Update", time: `2026-11-11T${time}Z`, fieldsV1: { "f:spec": {} } },
    ...more,
  });
  const ROWS = [
    { why: "its start was moved to now", writers: [writer("11:59:00")], reason: "FiledTooLate" },
    { why: "by one of two", writers: [writer("11:59:00"), writer("08:00:00")], reason: "FiledTooLate" },
    { why: "in time", writers: [writer("11:40:00")], reason: "NotAllReady" },
    {
      why: "only its status was written since",
      writers: [writer("11:40:00"), writer("11:59:00", { subresource: "status" })],
      reason: "NotAllReady",
    },
    {
      why: "only its labels were written since",
      writers: [writer("11:40:00"), writer("11:59:00", { fieldsV1: { "f:metadata": {} } })],
      reason: "NotAllReady",
    },
  ];
  it.each(ROWS)("is $reason: $why", async ({ writers, reason }) => {
    const world = movedTo("12:00:00", writers);
    await world.until("2026-11-11T12:01:00Z");
    expect(world.told()).toMatchObject({ reason, broken: reason === "NotAllReady" });
  });

  it("says that it was changed, not that it was filed", async () => {
    const world = movedTo("12:00:00", [writer("11:59:00")]);
    await world.until("2026-11-11T12:01:00Z");
    const late = "14m30s after its replicas had to be ordered";
    expect(world.told().message).toBe(`changed ${late}, too late to be Ready at the start: face-fusion: 4 of 80 Ready`);
    expect(condition(world.own("Campaign", "sale"), "Ready")?.message).toContain(`changed ${late}: not all may be`);
    await world.until("2026-11-11T12:16:00Z");
    expect(world.told()).toMatchObject({ reason: "NotAllReady", broken: true });
    expect(world.told().message).toMatch(/^face-fusion: 4 of 80 Ready \(1[56]m(\d+s)? after it was changed\)$/);
  });
});

describe("the reason of a verdict", () => {
  const said = "filed 15m30s after its replicas had to be ordered, too late to be Ready at the start: a: 4 of 80 Ready";
  const ROWS = [
    { ready: true, message: "every promised replica was Ready at the start", reason: "AllReady" },
    { ready: false, message: "filed: 4 of 80 Ready", reason: "NotAllReady" },
    { ready: false, message: said, reason: "FiledTooLate" },
  ];
  it.each(ROWS)("that was written before it had a field is told by its words: $reason", ({ reason, ...verdict }) => {
    expect(reasonOf(verdict)).toBe(reason);
  });
});
