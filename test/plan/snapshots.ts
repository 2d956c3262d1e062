import { type CampaignInput, campaignSpec } from "../../src/api/campaign.ts";
import { type PredictiveAutoscalerInput, predictiveAutoscalerSpec } from "../../src/api/predictiveAutoscaler.ts";
import { type ScalingPolicyInput, scalingPolicySpec } from "../../src/api/scalingPolicy.ts";
import type {
  DeclaredCampaign,
  ForecastInHand,
  LiveDemand,
  ObservedScale,
  OthersFloor,
  Snapshot,
} from "../../src/plan/snapshot.ts";
import { milliseconds, MINUTE, parseDuration } from "../../src/units/duration.ts";
import { type Instant, instant, parseInstant } from "../../src/units/instant.ts";
import { replicas } from "../../src/units/replicas.ts";

export function at(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new Error(`not an instant: ${text}`);
  return parsed;
}

export function after(moment: Instant, duration: string): Instant {
  return instant(moment + (parseDuration(duration) ?? NaN));
}

export const T0 = at("2026-11-11T20:00:00Z");

export interface World {
  readonly now?: Instant;
  readonly spec?: Partial<PredictiveAutoscalerInput>;
  readonly policy?: ScalingPolicyInput;
  readonly scale?: Partial<Record<Exclude<keyof ObservedScale, "applied" | "others">, number>> & {
    readonly others?: OthersFloor;
    readonly applied?: { readonly floor: number; readonly since: Instant; readonly from?: number };
  };
  readonly demand?: number | "unknown";
  readonly forecast?: ForecastInHand;
  readonly leadTime?: Snapshot["leadTime"];
  readonly campaigns?: readonly DeclaredCampaign[];
  readonly room?: Snapshot["room"];
  readonly addable?: number;
  readonly previous?: Snapshot["previous"];
}

/** A whole snapshot in which only what a test is about is said; deeply frozen. perReplica 100, lead 12 min, found 4. */
export function snapshot(world: World = {}): Snapshot {
  const { scale = {}, now = T0 } = world;
  return frozen({
    now,
    target: { namespace: "vision", name: "face-fusion" },
    spec: predictiveAutoscalerSpec.parse({
      scaleTargetRef: { name: "face-fusion" },
      demand: { perReplica: 100, signals: [{ name: "all", query: "sum(rate(requests_total[1m]))" }] },
      ...world.spec,
    }),
    policy: { name: "standard", spec: scalingPolicySpec.parse(world.policy ?? {}) },
    scale: scaleOf(scale),
    demand: demandOf(world.demand ?? 100, now),
    forecast: world.forecast ?? NO_FORECAST,
    leadTime: world.leadTime ?? { kind: "fixed", duration: milliseconds(12 * MINUTE) },
    campaigns: world.campaigns ?? [],
    room: world.room ?? { kind: "unknown" },
    addable: replicas(world.addable ?? 1000),
    previous: world.previous,
  });
}

function scaleOf(scale: NonNullable<World["scale"]>): ObservedScale {
  const found = scale.found ?? 4;
  const exist = scale.replicas ?? found;
  return {
    found: replicas(found),
    ceiling: scale.ceiling === undefined ? undefined : replicas(scale.ceiling),
    applied: appliedOf(scale.applied),
    replicas: replicas(exist),
    ready: replicas(scale.ready ?? exist),
    starting: replicas(scale.starting ?? 0),
    others: scale.others,
  };
}

function appliedOf(applied: NonNullable<World["scale"]>["applied"]): ObservedScale["applied"] {
  if (applied === undefined) return undefined;
  const { floor, since, from } = applied;
  return { floor: replicas(floor), since, ...(from === undefined ? {} : { from: replicas(from) }) };
}

function demandOf(demand: number | "unknown", now: Instant): LiveDemand {
  return demand === "unknown"
    ? { kind: "unknown", state: "TimedOut", since: undefined }
    : { kind: "known", value: demand, at: now };
}

export const NO_FORECAST: ForecastInHand = {
  kind: "none",
  because: { code: "NoHistory", message: "there is no history", remedy: "wait" },
};

export interface ForecastShape {
  readonly from?: Instant;
  readonly stepMinutes?: number;
  readonly largestSeen?: number;
  readonly busiestHour?: number;
}

/** A forecast whose every quantile is the given values. */
export function forecastOf(values: readonly number[], shape: ForecastShape = {}): ForecastInHand {
  const from = shape.from ?? T0;
  return {
    kind: "made",
    forecast: {
      from,
      step: milliseconds((shape.stepMinutes ?? 5) * MINUTE),
      quantiles: [0.5, 0.95].map((quantile) => ({ quantile, values: Float64Array.from(values) })),
      method: { name: "test", weights: {} },
      skill: undefined,
      tier: "28d",
      warnings: [],
    },
    madeAt: from,
    largestSeen: shape.largestSeen ?? Math.max(0, ...values.filter(Number.isFinite)),
    busiestHour: shape.busiestHour,
  };
}

/** A forecast of one value all the time, for two days. */
export function flat(value: number, shape: ForecastShape = {}): ForecastInHand {
  return forecastOf(new Array<number>(576).fill(value), shape);
}

export interface Declared {
  readonly name?: string;
  readonly peak: CampaignInput["targets"][number]["peak"];
  readonly spec?: Partial<CampaignInput>;
  readonly createdAt?: Instant;
  readonly resolved?: DeclaredCampaign["resolved"];
}

/** A campaign from 20:00 to 22:00 UTC unless its spec says otherwise. */
export function campaign({ name = "sale", peak, spec, createdAt, resolved }: Declared): DeclaredCampaign {
  const times = spec?.schedule === undefined ? { start: "2026-11-11T20:00:00Z", end: "2026-11-11T22:00:00Z" } : {};
  const parsed = campaignSpec.parse({ timeZone: "UTC", ...times, targets: [{ name: "face-fusion", peak }], ...spec });
  return {
    key: { namespace: "vision", name },
    spec: parsed,
    target: parsed.targets[0]!,
    createdAt: createdAt ?? at("2026-11-01T00:00:00Z"),
    resolved,
    reserved: replicas(0),
  };
}

/** Frozen all the way down; typed arrays cannot be frozen, and are copied by nobody. */
export function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
