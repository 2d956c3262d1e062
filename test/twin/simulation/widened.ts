import { HOUR, milliseconds, MINUTE, SECOND } from "../../../src/units/duration.ts";
import { instant } from "../../../src/units/instant.ts";
import type { Act, Edit, Fault, Loss } from "./acts.ts";
import { type Draw, drawFrom, momentIn } from "./draw.ts";
import type { World, WorldTarget } from "./world.ts";

/**
 * A world with what not every world has: a quota, a policy with limits, a load that never changes, lead times to be
 * learned, a Prometheus that is slow, a lease that moves, pods that start otherwise than they did. Drawn apart, so that
 * a seed's world is otherwise the one that it was. Where nothing fails, or nobody meddles, nothing does here.
 */
export function widened(world: World): World {
  const draw = drawFrom(world.seed + 2_000_000);
  const targets = world.targets.map((target) => widenedTarget(draw, target));
  const most = targets.reduce((sum, { hpa, replicas }) => sum + (hpa?.max ?? replicas + 20), 0);
  const quota = draw.chance(0.15) ? Math.ceil((most * draw.whole(20, 120)) / 100) : undefined;
  // Fewer a turn would be a step, and a plan, with each turn.
  const limits = { maxReplicas: draw.whole(10, 60), replicasAddedPerTurn: draw.pick([5, 5, 20]) };
  const policy = draw.chance(0.2) ? { default: true, limits } : undefined;
  const extra = [
    ...(world.acts.some(isFault) ? some(draw, 2, () => act(draw, world, fault(draw))) : []),
    ...(world.acts.some(isFault) ? losses(world) : []),
    ...(world.acts.some(isMeddling) ? some(draw, 2, () => act(draw, world, rollout(draw, targets))) : []),
  ];
  return { ...world, targets, quota, policy, acts: [...world.acts, ...extra].toSorted((a, b) => a.at - b.at) };
}

function widenedTarget(draw: Draw, target: WorldTarget): WorldTarget {
  const { night } = target.demand;
  const demand = draw.chance(0.25) ? { night, day: night, noisePercent: 0 } : target.demand;
  const { startup: _said, ...rest } = target.autoscaler;
  return { ...target, demand, autoscaler: draw.chance(0.2) ? rest : target.autoscaler };
}

function some(draw: Draw, most: number, one: () => Act): readonly Act[] {
  return draw.chance(0.3) ? Array.from({ length: draw.whole(1, most) }, one) : [];
}

function act(draw: Draw, { start, quietFrom }: World, deed: Fault | Edit): Act {
  return { at: momentIn(draw, start, instant(quietFrom - MINUTE)), ...deed };
}

function fault(draw: Draw): Fault {
  const lasts = milliseconds(draw.pick([2 * MINUTE, HOUR]));
  if (draw.chance(0.5)) {
    return { what: "prometheus is slow", takes: milliseconds(draw.pick([2, 10, 90]) * SECOND), lasts };
  }
  return { what: "lease moves", process: draw.whole(0, 1), knowsAfter: milliseconds(draw.whole(0, 15) * SECOND) };
}

/** Drawn apart once more: the worlds of before stay as they were but for what is lost. */
function losses({ seed, start, quietFrom, targets }: World): readonly Act[] {
  const draw = drawFrom(seed + 3_000_000);
  // All has to be there again when it is counted at the end.
  const to = instant(Math.max(start, quietFrom - 45 * MINUTE));
  return some(draw, 3, () => ({ at: momentIn(draw, start, to), ...loss(draw, targets) }));
}

function loss(draw: Draw, targets: readonly WorldTarget[]): Loss {
  const [target, percent] = [draw.pick(targets).name, draw.pick([10, 50, 100])];
  switch (draw.pick(["crash", "crash", "evict", "nodes"])) {
    case "evict":
      return { what: "pods are evicted", target, percent };
    case "nodes":
      return { what: "nodes go", count: draw.whole(1, 3) };
    default:
      return { what: "pods crash", target, percent, times: draw.whole(1, 5) };
  }
}

function rollout(draw: Draw, targets: readonly WorldTarget[]): Edit {
  const takes = draw.pick(["Never" as const, milliseconds(draw.whole(5, 900) * SECOND)]);
  return { what: "startup", target: draw.pick(targets).name, takes };
}

function isFault({ what }: Act): boolean {
  return what === "kill" || what === "writes fail" || what === "prometheus answers";
}

function isMeddling({ what }: Act): boolean {
  return what === "minReplicas" || what === "maxReplicas" || what === "pause" || what === "mode";
}
