import type { CronHpaInput } from "../../../src/api/cronHpa.ts";
import { HOUR, milliseconds, MINUTE, SECOND } from "../../../src/units/duration.ts";
import { formatInstant, type Instant, instant } from "../../../src/units/instant.ts";
import type { Act, Broken, Deed, Edit, WriteFault, Writing } from "./acts.ts";
import { type Draw, momentIn } from "./draw.ts";
import { randomCampaign } from "./randomCampaign.ts";
import type { World, WorldTarget } from "./world.ts";

type Frame = Pick<World, "start" | "quietFrom" | "targets" | "nodes">;

const BROKEN: readonly Broken[] = [
  ...(["NoSuchSeries", "Stale", "Empty", "NotANumber", "Negative"] as const),
  ...(["HttpError", "TimedOut", "Partial", "SeveralSeries"] as const),
];
const WRITE_FAULTS: readonly WriteFault[] = ["Conflict", "Refused", "Forbidden", "Unavailable", "NotLeading", "Lost"];

/** Everything that happens in a world, in no order. A third of the worlds has no faults, a third nobody who meddles. */
export function randomActs(draw: Draw, frame: Frame): readonly Act[] {
  const filed = Array.from({ length: draw.whole(1, 4) }, (_, i) => filing(draw, frame, `sale-${i}`));
  const kind = draw.pick(["faults", "people", "both"]);
  const faults = kind === "people" ? [] : Array.from({ length: draw.whole(1, 6) }, () => anyTime(draw, frame, fault));
  const edits = kind === "faults" ? [] : Array.from({ length: draw.whole(1, 10) }, () => anyTime(draw, frame, edit));
  return [...filed, ...faults, ...edits];
}

/** Most are filed at the start; the others whenever it occurs to somebody. */
function filing(draw: Draw, frame: Frame, name: string): Act {
  const { start, quietFrom, targets } = frame;
  const at = draw.chance(0.6) ? start : momentIn(draw, start, instant(quietFrom - HOUR));
  const spec = randomCampaign(draw, targets, { from: instant(at + 20 * MINUTE), to: instant(quietFrom - 30 * MINUTE) });
  return { at, what: "file campaign", name, spec };
}

function anyTime(draw: Draw, frame: Frame, deed: (draw: Draw, frame: Frame, at: Instant) => Deed): Act {
  const at = momentIn(draw, frame.start, instant(frame.quietFrom - MINUTE));
  return { at, ...deed(draw, frame, at) };
}

function fault(draw: Draw): Deed {
  const lasts = milliseconds(draw.pick([20, 90, 600, 3_600]) * SECOND);
  switch (draw.pick(["kill", "kill", "prometheus", "writes"])) {
    case "prometheus":
      return { what: "prometheus answers", state: draw.pick(BROKEN), lasts };
    case "writes":
      return { what: "writes fail", how: draw.pick(WRITE_FAULTS), percent: draw.pick([30, 100]), lasts };
    default:
      return { what: "kill", process: draw.whole(0, 1), afterWrites: draw.whole(0, 3), downFor: lasts };
  }
}

type Edits = (draw: Draw, frame: Frame, at: Instant) => Edit;

const EDITS: readonly Edits[] = [
  minimum,
  minimum,
  minimum,
  (draw, { targets }) => {
    const target = draw.pick(targets);
    return { what: "maxReplicas", target: target.name, value: (target.hpa?.min ?? 1) + draw.whole(0, 100) };
  },
  (draw) => ({ what: "pause", pause: draw.pick(["freeze", "release", undefined, undefined]) }),
  (draw, { targets }) => {
    return { what: "suspend autoscaler", target: draw.pick(targets).name, suspend: draw.chance(0.5) };
  },
  (draw, { targets }) => {
    const mode = draw.pick(["Automatic", "Automatic", "Recommend", "Off"] as const);
    return { what: "mode", target: draw.pick(targets).name, mode };
  },
  (draw, { targets }) => ({ what: "delete autoscaler", target: draw.pick(targets).name }),
  (draw, { targets }) => ({ what: "create autoscaler", target: draw.pick(targets).name }),
  refiled,
  refiled,
  (draw) => ({ what: "suspend campaign", name: `sale-${draw.whole(0, 3)}`, suspend: draw.chance(0.6) }),
  (draw) => ({ what: "delete campaign", name: `sale-${draw.whole(0, 3)}` }),
  hold,
  cronHpa,
  (draw) => ({ what: "delete CronHPA", name: `people-${draw.whole(0, 1)}` }),
];

function edit(draw: Draw, frame: Frame, at: Instant): Edit {
  return draw.pick(EDITS)(draw, frame, at);
}

function minimum(draw: Draw, { targets }: Frame): Edit {
  const target = draw.pick(targets);
  const how = draw.pick<Writing>(["Update", "Update", "Apply", "Replace"]);
  const value = draw.chance(0.2) ? ("Ours" as const) : draw.whole(1, (target.hpa?.max ?? 40) + 1);
  const usual = target.hpa?.min ?? target.replicas;
  return { what: "minReplicas", target: target.name, how, value: draw.chance(0.3) ? usual : value };
}

function refiled(draw: Draw, { targets, quietFrom }: Frame, at: Instant): Edit {
  const from = instant(at - 30 * MINUTE);
  const spec = randomCampaign(draw, targets, { from, to: instant(Math.max(from, quietFrom - 30 * MINUTE)) });
  return { what: "file campaign", name: `sale-${draw.whole(0, 3)}`, spec };
}

/** As the command `headstart hold` writes it: a campaign in replicas from now on. */
function hold(draw: Draw, { targets }: Frame, at: Instant): Edit {
  const target = draw.pick(targets);
  const end = instant(at + draw.whole(5, 90) * MINUTE);
  const peak = { replicas: draw.whole(1, target.hpa?.max ?? 40) };
  const times = { timeZone: "UTC", start: formatInstant(at), end: formatInstant(end) };
  const frame = { readyBefore: "0s", reserveBefore: "0s" };
  return {
    what: "file campaign",
    name: "hold-1",
    spec: { ...times, ...frame, targets: [{ name: target.name, peak }] },
  };
}

function cronHpa(draw: Draw, { targets }: Frame, at: Instant): Edit {
  const target = draw.pick(targets);
  const spec: CronHpaInput = {
    scaleTargetRef: refOf(target),
    timeZone: draw.pick(["UTC", "Europe/Berlin", "Australia/Lord_Howe"]),
    ...(draw.chance(0.5) ? { windows: [windowAfter(draw, at, target)] } : { schedules: [hourly(draw, target)] }),
  };
  return { what: "write CronHPA", name: `people-${draw.whole(0, 1)}`, spec };
}

function refOf({ kind, name }: WorldTarget) {
  return { apiVersion: "apps/v1" as const, kind, name };
}

function windowAfter(draw: Draw, at: Instant, target: WorldTarget) {
  const start = instant(at + draw.whole(-30, 120) * MINUTE);
  const end = instant(start + draw.whole(1, 90) * MINUTE);
  return { start: formatInstant(start), end: formatInstant(end), minReplicas: draw.whole(0, target.hpa?.max ?? 40) };
}

function hourly(draw: Draw, target: WorldTarget) {
  const schedule = `${draw.whole(0, 59)} ${draw.pick(["*", "*/2", "2"])} * * *`;
  const duration = `${draw.whole(2, 50)}m`;
  return { name: "hourly", schedule, duration, minReplicas: draw.whole(1, target.hpa?.max ?? 40) };
}
