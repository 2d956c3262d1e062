import { but, type HostileManifest, refuses } from "./hostileManifest.ts";
import { oneOff, recurring } from "./samples.ts";

const peak = (value: unknown): object => but(oneOff, { targets: [{ name: "face-fusion", peak: value }] });
const megabytes = "a".repeat(2 << 20);

function cycle(): object {
  const targets: unknown[] = [];
  targets.push({ name: targets, peak: targets });
  return but(oneOff, { targets });
}

const ONE_PEAK = refuses("give exactly one of multiplier, demand or replicas");

/** Campaigns whose targets or peaks cannot be. */
export const HOSTILE_PEAKS: readonly HostileManifest[] = [
  {
    title: "no targets",
    object: but(oneOff, { targets: undefined }),
    field: "spec.targets",
    says: "add spec.targets",
    server: refuses("spec.targets: Required value"),
  },
  {
    title: "empty targets",
    object: but(oneOff, { targets: [] }),
    field: "spec.targets",
    says: "at least 1",
    server: refuses("at least 1 items"),
  },
  {
    title: "multiplier and replicas",
    object: peak({ multiplier: "2", of: "SameTime", replicas: 5 }),
    field: "spec.targets[0].peak",
    says: "exactly one of",
    server: ONE_PEAK,
  },
  {
    title: "no peak at all",
    object: peak({}),
    field: "spec.targets[0].peak",
    says: "exactly one of",
    server: ONE_PEAK,
  },
  {
    title: "multiplier of nothing",
    object: peak({ multiplier: "2" }),
    field: "spec.targets[0].peak.of",
    says: "BusiestHour",
    server: refuses("multiplier needs of"),
  },
  {
    title: "unquoted fraction",
    object: peak({ multiplier: 2.5, of: "SameTime" }),
    field: "spec.targets[0].peak.multiplier",
    says: 'in quotes: "2.5"',
    server: refuses("must be of type integer,string"),
  },
  {
    title: "negative multiplier",
    object: peak({ multiplier: -2, of: "SameTime" }),
    field: "spec.targets[0].peak.multiplier",
    says: "above zero",
    server: refuses("write a quantity above zero"),
  },
  {
    title: "multiplier of words",
    object: peak({ multiplier: "thrice", of: "SameTime" }),
    field: "spec.targets[0].peak.multiplier",
    says: "above zero",
    server: refuses("write a quantity above zero"),
  },
  {
    title: "multiplier beyond sense",
    object: peak({ multiplier: "1e9", of: "SameTime" }),
    field: "spec.targets[0].peak.multiplier",
    says: "at most 1000",
    server: "stored",
  },
  {
    title: "infinite replicas",
    object: peak({ replicas: 1e309 }),
    field: "spec.targets[0].peak.replicas",
    says: "no finite number",
    server: "unsendable",
  },
  {
    title: "a million replicas",
    object: peak({ replicas: 1_000_000 }),
    field: "spec.targets[0].peak.replicas",
    says: "at most 100000",
    server: refuses("less than or equal to 100000"),
  },
  {
    title: "replicas not a number",
    object: peak({ replicas: Number.NaN }),
    field: "spec.targets[0].peak.replicas",
    says: "no finite number",
    server: "unsendable",
  },
  {
    title: "adding replicas",
    object: but(oneOff, { combine: "Add" }),
    field: "spec.targets[1].peak.replicas",
    says: "combine: Max",
    server: refuses("set combine to Max"),
  },
  {
    title: "a target twice",
    object: but(recurring, { targets: [recurring.spec.targets[0], recurring.spec.targets[0]] }),
    field: "spec.targets[1].name",
    says: "named already",
    server: refuses("Duplicate value"),
  },
  {
    title: "two megabytes of a name",
    object: but(oneOff, { targets: [{ name: megabytes, peak: { replicas: 1 } }] }),
    field: "spec.targets[0].name",
    says: "at most 253",
    server: refuses("Too long: may not be more than 253 bytes"),
  },
  {
    title: "a cycle in the document",
    object: cycle(),
    field: "spec.targets[0].name",
    says: "must be a text",
    server: "unsendable",
  },
];
