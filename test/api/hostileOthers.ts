import { but, type HostileManifest, refuses } from "./hostileManifest.ts";
import { autoscaler, cronHpa, policy, warmPool } from "./samples.ts";

type Change = Readonly<Record<string, unknown>>;

const demand = (change: Change): object => but(autoscaler, { demand: { ...autoscaler.spec.demand, ...change } });
const schedule = (change: Change): object =>
  but(cronHpa, { schedules: [{ name: "a", schedule: "0 19 * * *", duration: "4h", minReplicas: 30, ...change }] });
const window = (change: Change): object =>
  but(cronHpa, {
    windows: [{ start: "2026-11-10T15:00:00Z", end: "2026-11-10T18:00:00Z", minReplicas: 8, ...change }],
  });

/** The other four kinds, and none of ours. */
export const HOSTILE_OTHERS: readonly HostileManifest[] = [
  {
    title: "autoscaler without demand",
    object: but(autoscaler, { demand: undefined }),
    field: "spec.demand",
    says: "add spec.demand",
    server: refuses("spec.demand: Required value"),
  },
  {
    title: "nothing per replica",
    object: demand({ perReplica: 0 }),
    field: "spec.demand.perReplica",
    says: "above zero",
    server: refuses("write a quantity above zero"),
  },
  {
    title: "infinity per replica",
    object: demand({ perReplica: "1e309" }),
    field: "spec.demand.perReplica",
    says: "above zero",
    server: "stored",
  },
  {
    title: "next to nothing per replica",
    object: demand({ perReplica: "1n" }),
    field: "spec.demand.perReplica",
    says: "between 0.000001",
    server: "stored",
  },
  {
    title: "minimum above maximum",
    object: but(autoscaler, { minReplicas: 200 }),
    field: "spec.minReplicas",
    says: "lower minReplicas",
    server: refuses("minReplicas must not be above maxReplicas"),
  },
  {
    title: "a signal twice",
    object: demand({ signals: [autoscaler.spec.demand.signals[0], autoscaler.spec.demand.signals[0]] }),
    field: "spec.demand.signals[1].name",
    says: "named already",
    server: refuses("Duplicate value"),
  },
  {
    title: "a lead time of words",
    object: but(autoscaler, { startup: { leadTime: "soon" } }),
    field: "spec.startup.leadTime",
    says: "Auto or a duration",
    server: refuses("spec.startup.leadTime"),
  },
  {
    title: "a step of no time",
    object: but(autoscaler, { scaleIn: { interval: "0s" } }),
    field: "spec.scaleIn.interval",
    says: "longer than 0",
    server: "stored",
  },
  {
    title: "a name too long for a label",
    object: but(autoscaler, {}, { name: "a".repeat(59) }),
    field: "metadata.name",
    says: "at most 58",
    server: refuses("at most 58 characters"),
  },
  {
    title: "an autoscaler of itself",
    object: but(cronHpa, {
      scaleTargetRef: { apiVersion: "headstart.dev/v1alpha1", kind: "CronHPA", name: "evening" },
    }),
    field: "spec.scaleTargetRef.apiVersion",
    says: "workload",
    server: refuses("not an autoscaler"),
  },
  {
    title: "a schedule's duration missing",
    object: schedule({ duration: undefined }),
    field: "spec.schedules[0].duration",
    says: "add spec.schedules[0].duration",
    server: refuses("duration: Required value"),
  },
  {
    title: "a floor in words",
    object: schedule({ minReplicas: "thirty" }),
    field: "spec.schedules[0].minReplicas",
    says: "whole number",
    server: refuses("must be of type integer"),
  },
  {
    title: "a negative floor",
    object: schedule({ minReplicas: -1 }),
    field: "spec.schedules[0].minReplicas",
    says: "at least 0",
    server: refuses("greater than or equal to 0"),
  },
  {
    title: "a macro as a schedule",
    object: schedule({ schedule: "@every 10s" }),
    field: "spec.schedules[0].schedule",
    says: "five fields",
    server: refuses("write five fields"),
  },
  {
    title: "a window that ends first",
    object: window({ end: "2026-11-10T14:00:00Z" }),
    field: "spec.windows[0].end",
    says: "after the start",
    server: refuses("must be after its start"),
  },
  {
    title: "a window without an offset",
    object: window({ end: "2026-11-10T18:00:00" }),
    field: "spec.windows[0].end",
    says: "with an offset",
    server: refuses("spec.windows[0].end"),
  },
  {
    title: "five hundred windows",
    object: but(cronHpa, { windows: Array.from({ length: 500 }, () => cronHpa.spec.windows?.[0]) }),
    field: "spec.windows",
    says: "at most 64",
    server: refuses("at most 64 items"),
  },
  {
    title: "a pool of minus one",
    object: but(warmPool, { windows: [{ start: "2026-11-10T15:00:00Z", end: "2026-11-10T18:00:00Z", replicas: -1 }] }),
    field: "spec.windows[0].replicas",
    says: "at least 0",
    server: refuses("greater than or equal to 0"),
  },
  {
    title: "a pool for an HPA",
    object: but(warmPool, { targetRef: { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", name: "x" } }),
    field: "spec.targetRef.apiVersion",
    says: "workload",
    server: refuses("not an autoscaler"),
  },
  {
    title: "a percentile of 100",
    object: but(policy, { defaults: { percentile: 100 } }),
    field: "spec.defaults.percentile",
    says: "at most 99",
    server: refuses("less than or equal to 99"),
  },
  {
    title: "a percentile of 4",
    object: but(policy, { defaults: { percentile: 4 } }),
    field: "spec.defaults.percentile",
    says: "at least 5",
    server: refuses("greater than or equal to 5"),
  },
  {
    title: "labels as a list",
    object: but(policy, { namespaceSelector: { matchLabels: ["team"] } }),
    field: "spec.namespaceSelector.matchLabels",
    says: "names and texts",
    server: refuses("must be of type object"),
  },
  {
    title: "another group",
    object: { ...policy, apiVersion: "example.com/v1" },
    field: "apiVersion",
    says: "write apiVersion: headstart.dev/v1alpha1",
    server: "unsendable",
  },
  {
    title: "another kind",
    object: { ...policy, kind: "ScalingPolice" },
    field: "kind",
    says: "choose one of",
    server: "unsendable",
  },
  {
    title: "a price without a currency",
    object: but(policy, { price: { perReplicaHour: "2.5" } }),
    field: "spec.price.currency",
    says: "add spec.price.currency",
    server: refuses("spec.price.currency: Required value"),
  },
  {
    title: "a price that is no quantity",
    object: but(policy, { price: { perReplicaHour: "2,50", currency: "EUR" } }),
    field: "spec.price.perReplicaHour",
    says: "above zero",
    server: refuses("write a quantity above zero"),
  },
  {
    title: "a price that YAML reads as a number",
    object: but(policy, { price: { perReplicaHour: 2.5, currency: "EUR" } }),
    field: "spec.price.perReplicaHour",
    says: "quote",
    server: refuses("spec.price.perReplicaHour"),
  },
  {
    title: "a price of nothing",
    object: but(policy, { price: { perReplicaHour: 0, currency: "EUR" } }),
    field: "spec.price.perReplicaHour",
    says: "above zero",
    server: refuses("write a quantity above zero"),
  },
  {
    title: "a price beyond counting",
    object: but(policy, { price: { perReplicaHour: "1E", currency: "EUR" } }),
    field: "spec.price.perReplicaHour",
    says: "between 0.000001",
    server: "stored",
  },
  {
    title: "a currency by its sign",
    object: but(policy, { price: { perReplicaHour: "2.5", currency: "€" } }),
    field: "spec.price.currency",
    says: "EUR",
    server: refuses("spec.price.currency"),
  },
];
