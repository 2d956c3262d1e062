import type { Kind } from "./parse.ts";

/** One CEL rule that the API server applies at admission. */
export interface AdmissionRule {
  /** Where it holds: empty for the whole object, `spec.targets[]` for each entry of a list. */
  readonly at: string;
  readonly rule: string;
  /** What to do, in the words a person sees. */
  readonly message: string;
  /** The field that is named, below `at`. */
  readonly field?: string;
}

/** An unknown zone fails to evaluate, and the server shows this message beside the error. */
const KNOWN_ZONE = "timestamp('2026-01-01T00:00:00Z').getHours(self) >= 0";
const ZONE_MESSAGE =
  "write an IANA time zone such as Asia/Shanghai, Europe/Berlin or UTC; offsets and Local hide daylight saving";

function zone(at: string): readonly AdmissionRule[] {
  return [
    { at, rule: "self.matches('^(UTC|[A-Za-z]+(/[A-Za-z0-9_+-]+)+)$')", message: ZONE_MESSAGE },
    { at, rule: `!self.matches('^(UTC|[A-Za-z]+(/[A-Za-z0-9_+-]+)+)$') || ${KNOWN_ZONE}`, message: ZONE_MESSAGE },
  ];
}

const WINDOW: AdmissionRule = {
  at: "spec.windows[]",
  rule: "self.start < self.end",
  message: "the end of a window must be after its start",
  field: ".end",
};

function workload(at: string): AdmissionRule {
  return {
    at,
    rule: "!self.apiVersion.startsWith('headstart.dev/') && !self.apiVersion.startsWith('autoscaling/')",
    message: "name the workload itself, such as a Deployment of apps/v1, not an autoscaler",
    field: ".apiVersion",
  };
}

function nameAtMost(length: number): AdmissionRule {
  return {
    at: "",
    rule: `size(self.metadata.name) <= ${length}`,
    message: `choose a name of at most ${length} characters: pods are labelled with it`,
  };
}

function fiveFields(at: string): AdmissionRule {
  return {
    at,
    rule: "self.matches('^ *[^ =@]+( +[^ =@]+){4} *$')",
    message: "write five fields, minute hour day month weekday, such as 0 20 * * FRI; the zone goes into timeZone",
  };
}

/** With seconds and an offset: what `timestamp()` reads. */
const INSTANT = "matches('^.{10}T[0-9]{2}:[0-9]{2}:[0-9]{2}.*(Z|[+-][0-9]{2}:[0-9]{2})$')";
const OFFSET = "matches('(Z|[+-][0-9]{2}:[0-9]{2})$')";

const CAMPAIGN: readonly AdmissionRule[] = [
  ...zone("spec.timeZone"),
  fiveFields("spec.schedule"),
  {
    at: "spec",
    rule:
      "has(self.schedule) || has(self.duration) " +
      "? has(self.schedule) && has(self.duration) && !has(self.start) && !has(self.end) " +
      ": has(self.start) && has(self.end)",
    message: "give start and end for one occurrence, or schedule and duration for a recurring one",
  },
  {
    at: "spec",
    rule:
      "!has(self.start) || !has(self.end) || " +
      `(self.start.${INSTANT} && self.end.${INSTANT} ? timestamp(self.start) < timestamp(self.end) : ` +
      `self.start.${OFFSET} || self.end.${OFFSET} || self.start < self.end)`,
    message: "end must be after start",
    field: ".end",
  },
  {
    at: "spec",
    rule: "has(self.schedule) || !(has(self.from) || has(self.until) || size(self.excludeDates) > 0)",
    message: "from, until and excludeDates have a meaning only beside schedule",
  },
  {
    at: "spec",
    rule: "!has(self.from) || !has(self.until) || self.from <= self.until",
    message: "until must not be before from",
    field: ".until",
  },
  {
    at: "spec",
    rule: "(self.profile == 'Ramp') == has(self.rampUp)",
    message: "profile Ramp needs rampUp, and no other profile takes it",
    field: ".profile",
  },
  {
    at: "spec",
    rule: "(self.profile == 'FlashSale') == has(self.halfLife)",
    message: "profile FlashSale needs halfLife, and no other profile takes it",
    field: ".profile",
  },
  {
    at: "spec",
    rule: "self.combine != 'Add' || self.targets.all(target, !has(target.peak.replicas))",
    message: "a peak in replicas cannot be added to other campaigns: set combine to Max, or give demand",
    field: ".combine",
  },
  {
    at: "spec.targets[].peak",
    rule: "[has(self.multiplier), has(self.demand), has(self.replicas)].filter(given, given).size() == 1",
    message: "give exactly one of multiplier, demand or replicas",
  },
  {
    at: "spec.targets[].peak",
    rule: "has(self.multiplier) == has(self.of)",
    message: "multiplier needs of (SameTime or BusiestHour), and nothing else takes it",
  },
];

export const ADMISSION_RULES: Readonly<Record<Kind, readonly AdmissionRule[]>> = {
  PredictiveAutoscaler: [
    nameAtMost(58),
    workload("spec.scaleTargetRef"),
    ...zone("spec.forecast.timeZone"),
    {
      at: "spec",
      rule: "!has(self.minReplicas) || !has(self.maxReplicas) || self.minReplicas <= self.maxReplicas",
      message: "minReplicas must not be above maxReplicas",
      field: ".minReplicas",
    },
  ],
  Campaign: CAMPAIGN,
  CronHPA: [workload("spec.scaleTargetRef"), ...zone("spec.timeZone"), fiveFields("spec.schedules[].schedule"), WINDOW],
  WarmPool: [nameAtMost(63), workload("spec.targetRef"), WINDOW],
  ScalingPolicy: [],
};

/** For every field that holds a quantity. */
export const QUANTITY_RULE = {
  rule: "type(self) == int ? self > 0 : isQuantity(self) && quantity(self).isGreaterThan(quantity('0'))",
  message: 'write a quantity above zero, such as 25, "2.5" or "500m"',
};
