import { but, type HostileManifest, refuses } from "./hostileManifest.ts";
import { oneOff, recurring } from "./samples.ts";

const WHEN = refuses("give start and end for one occurrence, or schedule and duration");
const ZONE = refuses("write an IANA time zone such as");

/** Campaigns whose when cannot be. */
export const HOSTILE_TIMES: readonly HostileManifest[] = [
  {
    title: "no spec",
    object: { ...oneOff, spec: undefined },
    field: "spec",
    says: "add spec",
    server: refuses("spec: Required value"),
  },
  {
    title: "no time zone",
    object: but(oneOff, { timeZone: undefined }),
    field: "spec.timeZone",
    says: "add spec.timeZone",
    server: refuses("spec.timeZone: Required value"),
  },
  {
    title: "empty time zone",
    object: but(oneOff, { timeZone: "" }),
    field: "spec.timeZone",
    says: "is no time zone",
    server: refuses("spec.timeZone"),
  },
  {
    title: "zone Local",
    object: but(oneOff, { timeZone: "Local" }),
    field: "spec.timeZone",
    says: "IANA name",
    server: ZONE,
  },
  {
    title: "zone as an offset",
    object: but(oneOff, { timeZone: "+08:00" }),
    field: "spec.timeZone",
    says: "IANA name",
    server: ZONE,
  },
  {
    title: "zone of no place",
    object: but(oneOff, { timeZone: "Mars/Olympus" }),
    field: "spec.timeZone",
    says: "IANA name",
    server: ZONE,
  },
  {
    title: "zone out of the folder",
    object: but(oneOff, { timeZone: "../../etc/passwd" }),
    field: "spec.timeZone",
    says: "IANA name",
    server: ZONE,
  },
  {
    title: "end before start",
    object: but(oneOff, { end: "2026-11-10T23:00:00" }),
    field: "spec.end",
    says: "after the start",
    server: refuses("end must be after start"),
  },
  {
    title: "end at start, in another zone",
    object: but(oneOff, { start: "2026-11-11T00:00:00+08:00", end: "2026-11-10T16:00:00Z" }),
    field: "spec.end",
    says: "after the start",
    server: refuses("end must be after start"),
  },
  {
    title: "thirtieth of February",
    object: but(oneOff, { start: "2026-02-30T00:00:00" }),
    field: "spec.start",
    says: "no time of the calendar",
    server: "stored",
  },
  {
    title: "one-off and recurring",
    object: but(oneOff, { schedule: "0 20 * * *", duration: "1h" }),
    field: "spec.start",
    says: "schedule and duration",
    server: WHEN,
  },
  {
    title: "neither one-off nor recurring",
    object: but(oneOff, { start: undefined, end: undefined }),
    field: "spec.start",
    says: "schedule and duration",
    server: WHEN,
  },
  {
    title: "schedule of four fields",
    object: but(recurring, { schedule: "0 20 * 1-12" }),
    field: "spec.schedule",
    says: "five fields",
    server: refuses("write five fields"),
  },
  {
    title: "schedule that never comes",
    object: but(recurring, { schedule: "0 20 31 2 *" }),
    field: "spec.schedule",
    says: "never starts",
    server: "stored",
  },
  {
    title: "ramp without its length",
    object: but(recurring, { rampUp: undefined }),
    field: "spec.rampUp",
    says: "add rampUp",
    server: refuses("profile Ramp needs rampUp"),
  },
  {
    title: "half-life without a flash sale",
    object: but(oneOff, { halfLife: "10m" }),
    field: "spec.halfLife",
    says: "FlashSale",
    server: refuses("profile FlashSale needs halfLife"),
  },
  {
    title: "a year of a campaign, every day",
    object: but(recurring, { duration: "365d" }),
    field: "spec.duration",
    says: "at most",
    server: "stored",
  },
];
