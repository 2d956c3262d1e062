import { loadavg } from "node:os";
import { waitFor } from "../../test/cluster/waitFor.ts";
import type { ControllerFigures } from "./controllerFigures.ts";
import { firstWrites, longestLeaseGap, requestsAMinute } from "./requestCounts.ts";
import { campaignManifest, targetNames, type TargetName } from "./scaleObjects.ts";
import { type MeasuredController, type ScaleWorld, startScaleWorld } from "./scaleWorld.ts";

export interface ScaleFindings {
  readonly targets: number;
  /** Of the machine over the last five minutes, with this benchmark itself. */
  readonly load: number;
  /** Seconds from the planner's start to the first plan of half and of all targets. */
  readonly firstPlan: { readonly half: number; readonly all: number };
  readonly firstRoundCpu: number;
  /** Of the window in which nothing happens. */
  readonly seconds: number;
  readonly requests: readonly (readonly [string, number])[];
  readonly queries: number;
  readonly planner: WindowFigures;
  readonly enforcer: WindowFigures;
  /** Longest time between two renewals of the planner's Lease over the whole run up to the restart, seconds. */
  readonly leaseGap: number;
  /** Seconds from the creation of a campaign that starts soon to its floor on the HPA, at rest. */
  readonly floorAtRest: readonly number[];
  /** The same for one filed as the planner starts again, for the target that comes last. */
  readonly floorAtRestart: number;
  /** Seconds from the planner's start to its readiness, and to a plan of all targets. */
  readonly restart: { readonly ready: number; readonly all: number };
}

export interface WindowFigures {
  readonly cpuPercent: number;
  readonly residentMegabytes: number;
  readonly delayP99: number;
  readonly delayMost: number;
}

const PATIENCE = 15 * 60_000;
/** Planned, written, and looked at once more. */
const SETTLE = 45_000;

/** One size from the start to the restart; `seconds` is the length of the quiet window. */
export async function measureScale(
  count: number,
  { seconds, print }: { readonly seconds: number; readonly print: (line: string) => void },
): Promise<ScaleFindings> {
  const targets = targetNames(count);
  print(`${count} targets: starting the control plane`);
  const world = await startScaleWorld(targets);
  try {
    const began = Date.now();
    const enforcer = await world.controller("enforcer", "enforce");
    const planner = await world.controller("planner", "plan");
    const firstRoundCpu = (await allPlanned(planner, count)).cpuSeconds;
    const planned = firstWrites(world.requests(), "scale-planner", "predictiveautoscalers", planner.startedAt);
    const firstPlan = { half: at(planned, 0.5), all: at(planned, 1) };
    print(`${count} targets: all planned after ${firstPlan.all.toFixed(1)} s`);
    await new Promise((resolve) => setTimeout(resolve, SETTLE));
    const quiet = await quietWindow(world, { planner, enforcer }, seconds);
    print(`${count} targets: ${seconds} s at rest`);
    const floorAtRest: number[] = [];
    for (const target of [targets[0]!, targets[count >> 1]!, targets[count - 2]!]) {
      floorAtRest.push(await timeToFloor(world, target, 20));
    }
    const leaseGap = longestLeaseGap(world.requests(), "scale-planner", { from: began, to: Date.now() }) / 1_000;
    await planner.stop();
    const restarted = await restart(world, lastInLine(targets), count);
    const load = loadavg()[1] ?? NaN;
    return { targets: count, load, firstPlan, firstRoundCpu, seconds, ...quiet, leaseGap, floorAtRest, ...restarted };
  } finally {
    await world.stop();
  }
}

function at(sorted: readonly number[], share: number): number {
  return (sorted[Math.ceil(sorted.length * share) - 1] ?? NaN) / 1_000;
}

function allPlanned(planner: MeasuredController, count: number): Promise<ControllerFigures> {
  return waitFor(
    `${count} targets are planned`,
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      const figures = await planner.figures();
      return figures !== undefined && figures.planned >= count && figures;
    },
    PATIENCE,
  );
}

type Pair = { readonly planner: MeasuredController; readonly enforcer: MeasuredController };

async function quietWindow(world: ScaleWorld, { planner, enforcer }: Pair, seconds: number) {
  const before = [await planner.figures(), await enforcer.figures()] as const;
  const asked = world.queries();
  const from = Date.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const to = Date.now();
  const queries = ((world.queries() - asked) / seconds) * 60;
  const after = [await planner.figures(), await enforcer.figures()] as const;
  const requests = requestsAMinute(world.requests(), { from, to });
  return {
    requests,
    queries,
    planner: within(before[0]!, after[0]!, seconds),
    enforcer: within(before[1]!, after[1]!, seconds),
  };
}

function within(before: ControllerFigures, after: ControllerFigures, seconds: number): WindowFigures {
  return {
    cpuPercent: ((after.cpuSeconds - before.cpuSeconds) / seconds) * 100,
    residentMegabytes: after.residentBytes / 1e6,
    delayP99: after.delayP99,
    delayMost: after.delayMost,
  };
}

/** The lead time is longer than what is left until the start, so the floor is due at once. */
async function timeToFloor({ plane }: ScaleWorld, target: TargetName, replicas: number): Promise<number> {
  const began = performance.now();
  const { path, object } = campaignManifest(target, { start: Date.now() + 120_000, replicas });
  await plane.create(path, object);
  const hpa = `/apis/autoscaling/v2/namespaces/${target.namespace}/horizontalpodautoscalers/${target.name}`;
  const raised = async () => (await plane.get(hpa))!.spec.minReplicas >= replicas;
  await waitFor(`${target.name} has its floor`, raised, PATIENCE);
  return (performance.now() - began) / 1_000;
}

/** The API server lists by name, and so they are looked at; it has no campaign that would put it first. */
function lastInLine(targets: readonly TargetName[]): TargetName {
  const text = ({ namespace, name }: TargetName) => `${namespace}/${name}`;
  const quiet = targets.filter((_, index) => ![3, 7].includes(index % 10));
  return quiet.toSorted((a, b) => (text(a) < text(b) ? 1 : -1))[0]!;
}

async function restart(world: ScaleWorld, target: TargetName, count: number) {
  const planner = await world.controller("planner", "plan");
  await waitFor("the planner is ready", () => planner.isReady());
  const ready = (Date.now() - planner.startedAt) / 1_000;
  // By then it leads, and all the others stand in line.
  await waitFor("the planner plans", async () => ((await planner.figures())?.planned ?? 0) > 0);
  const floorAtRestart = await timeToFloor(world, target, 30);
  await allPlanned(planner, count);
  return { floorAtRestart, restart: { ready, all: (Date.now() - planner.startedAt) / 1_000 } };
}
