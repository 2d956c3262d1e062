import type { Kind } from "./parse.ts";

type Descriptions = Readonly<Record<string, string>>;

const DURATION = "A duration such as 90s, 1h30m or 28d.";

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
  "them, and what came at that time on two of the last 7 days, from 99 on any of them.";
const NEXT = "When the next change comes, and to what; text, because a date column cannot show the future.";
const GENERATION = "The generation of the spec that this status speaks of.";

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

const CAMPAIGN: Descriptions = {
  spec: "When the peak is, for whom, and how large.",
  "spec.owner": "Who filed it, for those who see its effect.",
  "spec.owner.team": "The team that answers for it.",
  "spec.owner.contact": "Where that team is reached.",
  "spec.timeZone": "The zone of every wall-clock time and date of this campaign.",
  "spec.start": "Start of the only occurrence: wall clock of timeZone, or an instant with an offset.",
  "spec.end": "End of the only occurrence; it is not part of the peak.",
  "spec.schedule": "Starts of a recurring campaign: five cron fields in timeZone.",
  "spec.duration": `Length of each occurrence in elapsed time, at most 31 days. ${DURATION}`,
  "spec.from": "First local date on which an occurrence may start.",
  "spec.until": "Last local date on which an occurrence may start.",
  "spec.excludeDates": "Local dates on which no occurrence starts.",
  "spec.excludeDates[]": "A date such as 2026-10-01.",
  "spec.targets": "The autoscalers that expect the peak.",
  "spec.targets[]": "One autoscaler and its peak.",
  "spec.targets[].name": "Name of the PredictiveAutoscaler, in the campaign's namespace.",
  "spec.targets[].peak": "How large the peak is: exactly one of multiplier, demand, replicas.",
  "spec.targets[].peak.multiplier": 'Times the baseline that `of` names; a quantity such as "3.5", at most 1000.',
  "spec.targets[].peak.of":
    "The baseline: SameTime is that of each moment of the window, BusiestHour the largest hour of the 7 days before.",
  "spec.targets[].peak.demand": "Demand units of the target.",
  "spec.targets[].peak.replicas": "Replicas, whatever the demand.",
  "spec.profile": "Step: the whole peak throughout. Ramp: grows during rampUp. FlashSale: decays with halfLife.",
  "spec.rampUp": `Ramp only: from the start to the whole peak. ${DURATION}`,
  "spec.halfLife": `FlashSale only: the extra demand halves each time this passes. ${DURATION}`,
  "spec.readyBefore": `Everything promised is Ready this long before the start. ${DURATION}`,
  "spec.reserveBefore": `Room is reserved this long before the start. ${DURATION}`,
  "spec.combine": "With other campaigns on a target: Max takes the largest extra demand, Add sums it.",
  "spec.suspend": "Withdraws this campaign's floors in steps.",
  status: "How the campaign stands.",
  "status.observedGeneration": GENERATION,
  "status.phase": "Computed from the spec, the cluster and the time; never remembered.",
  "status.occurrence": "The occurrence in question, as UTC instants.",
  "status.occurrence.start": "Its start.",
  "status.occurrence.end": "Its end.",
  "status.next": "Starts of the occurrences after it.",
  "status.next[]": "A UTC instant.",
  "status.targets": "What each target was promised, and what stands.",
  "status.targets[]": "One target.",
  "status.targets[].name": "Name of the PredictiveAutoscaler.",
  "status.targets[].promised": "Replicas that will stand at the start.",
  "status.targets[].reserved": "Placeholders that hold room now.",
  "status.targets[].ready": "Replicas that are Ready now.",
  "status.targets[].shortBy": "Promised replicas that cannot be had.",
  "status.targets[].declared": "What the peak came to when its baseline was last known.",
  "status.targets[].declared.baseline": "The baseline in demand units.",
  "status.targets[].declared.units": "The declared peak in demand units.",
  "status.targets[].declared.replicas": "The replicas it takes.",
  "status.targets[].declared.resolvedAt": "When this was worked out.",
  "status.verdict": "Recorded once per occurrence, when it starts.",
  "status.verdict.occurrence": "Start of the occurrence.",
  "status.verdict.at": "When it was recorded.",
  "status.verdict.ready": "Whether everything promised was Ready.",
  "status.verdict.message": "The same for people, with numbers.",
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
