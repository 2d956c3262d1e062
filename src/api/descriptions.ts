import { CAMPAIGN } from "./campaignDescriptions.ts";
import { type Descriptions, DURATION, GENERATION } from "./descriptionTexts.ts";
import type { Kind } from "./parse.ts";

function targetRef(at: string, about: string): Descriptions {
  return {
    [at]: about,
    [`${at}.apiVersion`]: "API group and version of the workload.",
    [`${at}.kind`]: "Kind of the workload; it has a scale subresource.",
    [`${at}.name`]: "Name of the workload, in the same namespace.",
  };
}

const SEEN =
  "Below 50 it is under the median, and the HPA does the rest. From 75 on it also covers bursts of the last hours, " +
  "fading by half each hour; from 90 on the same five minutes a week ago; from 95 on a quarter of an hour around " +
  "them, and what came at that time on two of the last 7 days, from 99 on any of them; a weekday that is " +
  "busier at that time in every week, as working days are to a Saturday, is left out.";
const NEXT = "When the next change comes, and to what; text, because a date column cannot show the future.";

const PREDICTIVE_AUTOSCALER: Descriptions = {
  spec: "What is scaled, by which demand, and how carefully.",
  ...targetRef("spec.scaleTargetRef", "The workload whose floor is raised ahead of its demand."),
  "spec.mode":
    "Automatic acts. Recommend plans, publishes, and only gives back what Automatic raised. Off gives back in steps.",
  "spec.minReplicas": "The floor is never below it; with an HPA it only narrows: the larger of both minima holds.",
  "spec.maxReplicas": "The floor is never above it; with an HPA it only narrows: the smaller of both maxima holds.",
  "spec.demand": "How demand is measured, and how much of it one replica serves.",
  "spec.demand.perReplica": "Demand units that one ready replica serves within its objective; a quantity such as 25.",
  "spec.demand.signals": "Demand is the sum of value × cost over the signals.",
  "spec.demand.signals[]": "One measured part of the demand.",
  "spec.demand.signals[].name": "Tells the signals apart.",
  "spec.demand.signals[].query": "PromQL whose answer is one series.",
  "spec.demand.signals[].cost": "Demand units per unit of the value: a large image may cost six small ones.",
  "spec.demand.presence":
    "PromQL that has a sample above zero while the source lives: tells no traffic from no metrics.",
  "spec.forecast": "How far back is learned and how far ahead is planned.",
  "spec.forecast.history": `How much history is learned from. ${DURATION}`,
  "spec.forecast.horizon": `How far ahead floors are planned. ${DURATION}`,
  "spec.forecast.percentile": `The share of futures, in percent, that the floor covers. ${SEEN} Absent: the policy's.`,
  "spec.forecast.headroomPercent": "Added once, at the end, in whole percent; absent: the policy's.",
  "spec.forecast.timeZone": "The zone whose days and weeks the demand follows.",
  "spec.startup": "How long a replica takes from order to Ready.",
  "spec.startup.leadTime": "Auto learns it from the target's own starts; or a fixed duration such as 12m.",
  "spec.startup.percentile": "The percentile of the learned starts that is planned with.",
  "spec.actuation": "The field that carries the floor.",
  "spec.actuation.kind":
    "HPA raises spec.minReplicas of the target's HPA; Scale raises the replicas of a target without one.",
  "spec.actuation.name": "The HPA's name; absent: the one HPA that names the same target.",
  "spec.scaleIn": "How capacity is given back.",
  "spec.scaleIn.stepPercent": "Share of the way down that one step takes, in percent.",
  "spec.scaleIn.interval": `Time between two steps. ${DURATION}`,
  "spec.scaleIn.holdWhileAbovePercent":
    "No step down while live demand uses more than this share of the next lower floor. Towards a floor that the " +
    "forecast needs and that covers live demand, steps are not held, but stop above live demand by the headroom, " +
    "a tenth at most.",
  "spec.scaleIn.maxHold": `The longest such hold. ${DURATION}`,
  "spec.policyName": "The ScalingPolicy that applies; absent: the default one.",
  "spec.suspend": "Freezes: the last floor stays, nothing more is written.",
  status: "What was decided last.",
  "status.observedGeneration": GENERATION,
  "status.floor": "The floor that should be in force now.",
  "status.reason": "Why this floor, in one line.",
  "status.next": NEXT,
  "status.forecast": "How the forecast was made.",
  "status.forecast.method": "Name of the method.",
  "status.forecast.tier": "How much history stood behind it.",
  "status.leadTime": "Order to Ready as it is planned with.",
};

const CRON_HPA: Descriptions = {
  spec: "Floors over time. Between windows no floor is in force.",
  ...targetRef("spec.scaleTargetRef", "The workload whose floor is raised."),
  "spec.timeZone": "The zone of schedules and excludeDates.",
  "spec.schedules": "Recurring floors.",
  "spec.schedules[]": "One recurring floor.",
  "spec.schedules[].name": "Tells the schedules apart, and appears as the reason.",
  "spec.schedules[].schedule": "Starts: five cron fields in timeZone.",
  "spec.schedules[].duration": `Elapsed time from each start, at most 31 days. ${DURATION}`,
  "spec.schedules[].minReplicas": "The floor.",
  "spec.schedules[].suspend": "Leaves this schedule out.",
  "spec.excludeDates": "Local dates on which no schedule starts; windows are not excluded.",
  "spec.excludeDates[]": "A date such as 2026-10-01.",
  "spec.windows": "One-off floors, replaced as a whole: the planner writes these, people may too.",
  "spec.windows[]": "One floor over one time.",
  "spec.windows[].start": "An instant with an offset.",
  "spec.windows[].end": "An instant with an offset; it is not part of the window.",
  "spec.windows[].minReplicas": "The floor.",
  "spec.windows[].reason": "For people: who asks for it.",
  "spec.suspend": "Freezes the floor that is applied: nothing is written until it is false again.",
  status: "What is enforced.",
  "status.observedGeneration": GENERATION,
  "status.floor": "The floor this object asks for now; absent while no window is open.",
  "status.applied": "What is applied to the target now, all CronHPAs considered.",
  "status.reason": "Why, in one line.",
  "status.next": NEXT,
};

const WARM_POOL: Descriptions = {
  spec: "How much room is held, and when.",
  ...targetRef("spec.targetRef", "The workload whose pod template gives the placeholders their shape."),
  "spec.windows": "Replaced as a whole: the planner writes these, people may too.",
  "spec.windows[]": "Room over one time.",
  "spec.windows[].start": "An instant with an offset.",
  "spec.windows[].end": "An instant with an offset; it is not part of the window.",
  "spec.windows[].replicas": "Placeholders to hold.",
  "spec.windows[].upTo": "The target's own pods and its placeholders together never exceed this.",
  "spec.windows[].reason": "For people: who asks for it.",
  "spec.suspend": "Nothing is created or deleted until it is false again.",
  status: "What is held.",
  "status.observedGeneration": GENERATION,
  "status.wanted": "Placeholders wanted now.",
  "status.reserved": "Placeholders that hold room on a node.",
  "status.reason": "Why, in one line.",
  "status.next": NEXT,
};

const SCALING_POLICY: Descriptions = {
  spec: "Defaults and limits.",
  "spec.default": "This policy rules where no policyName is given; exactly one policy may say so.",
  "spec.namespaceSelector": "Namespaces whose autoscalers may name this policy; absent: all.",
  "spec.namespaceSelector.matchLabels": "Labels that the namespace must carry.",
  "spec.namespaceSelector.matchLabels{}": "The label's value.",
  "spec.defaults": "What an autoscaler that does not say gets.",
  "spec.defaults.percentile": `The share of futures, in percent, that floors cover. ${SEEN}`,
  "spec.defaults.headroomPercent": "Added once, at the end, in whole percent.",
  "spec.limits": "What floors may not exceed.",
  "spec.limits.replicasAddedPerTurn":
    "Replicas that forecasts may add to the floors of one namespace in one turn; declared peaks are not held back.",
  "spec.limits.maxReplicas": "No floor above this; a declared peak above it is reported as short.",
  "spec.price": "What a replica costs: a campaign's outcome is priced with it; absent: it has no cost.",
  "spec.price.perReplicaHour": 'The price of one replica for an hour; a quantity such as "2.5".',
  "spec.price.currency": "Its currency by ISO 4217, such as EUR.",
  status: "How the policy stands.",
  "status.observedGeneration": GENERATION,
};

const DESCRIPTIONS: Readonly<Record<Kind, Descriptions>> = {
  PredictiveAutoscaler: PREDICTIVE_AUTOSCALER,
  Campaign: CAMPAIGN,
  CronHPA: CRON_HPA,
  WarmPool: WARM_POOL,
  ScalingPolicy: SCALING_POLICY,
};

/** What a field is for, in one sentence; a test says that every field has one. */
export function descriptionOf(kind: Kind, path: string): string | undefined {
  return DESCRIPTIONS[kind][path];
}

/** The fields that are described, such as `spec.targets[].peak`. */
export function describedFields(kind: Kind): readonly string[] {
  return Object.keys(DESCRIPTIONS[kind]);
}
