import type { CampaignInput } from "../../../src/api/campaign.ts";
import type { CronHpaInput } from "../../../src/api/cronHpa.ts";
import type { InputState } from "../../../src/plan/snapshot.ts";
import type { WriteFailure } from "../../../src/ports/cluster.ts";
import type { Milliseconds } from "../../../src/units/duration.ts";
import type { Instant } from "../../../src/units/instant.ts";

/** What happens to the controllers, to what they ask, or to the objects, at one moment. */
export type Act = { readonly at: Instant } & Deed;

export type Deed = Fault | Loss | Edit;

/** Capacity that is lost, of those that are Ready (crashes) or stand at all. */
export type Loss =
  /** Containers crash, come back, and crash again, so often. */
  | { readonly what: "pods crash"; readonly target: string; readonly percent: number; readonly times: number }
  | { readonly what: "pods are evicted"; readonly target: string; readonly percent: number }
  /** With all that runs on them. */
  | { readonly what: "nodes go"; readonly count: number };

export type Fault =
  /** The process dies at once, or right after (or amid) one of its next writes; another starts later. */
  | { readonly what: "kill"; readonly process: number; readonly afterWrites: number; readonly downFor: Milliseconds }
  | { readonly what: "prometheus answers"; readonly state: Broken; readonly lasts: Milliseconds }
  /** Each answer takes so long. */
  | { readonly what: "prometheus is slow"; readonly takes: Milliseconds; readonly lasts: Milliseconds }
  /** Another process leads from now on; the old one goes on for so long, and every write of it is refused. */
  | { readonly what: "lease moves"; readonly process: number; readonly knowsAfter: Milliseconds }
  | { readonly what: "writes fail"; readonly how: WriteFault; readonly percent: number; readonly lasts: Milliseconds };

export type Broken = Exclude<InputState, "Live" | "LiveZero">;
/** `Lost`: it is done, but the answer does not come. */
export type WriteFault = WriteFailure["code"] | "Lost";

export type Edit =
  | { readonly what: "minReplicas"; readonly target: string; readonly how: Writing; readonly value: number | "Ours" }
  | { readonly what: "maxReplicas"; readonly target: string; readonly value: number }
  /** A new template: pods that come from now on take so long to start, or never become Ready. */
  | { readonly what: "startup"; readonly target: string; readonly takes: Milliseconds | "Never" }
  | { readonly what: "pause"; readonly pause: "freeze" | "release" | undefined }
  | { readonly what: "suspend autoscaler"; readonly target: string; readonly suspend: boolean }
  | { readonly what: "mode"; readonly target: string; readonly mode: "Automatic" | "Recommend" | "Off" }
  | { readonly what: "delete autoscaler"; readonly target: string }
  | { readonly what: "create autoscaler"; readonly target: string }
  | { readonly what: "file campaign"; readonly name: string; readonly spec: CampaignInput }
  | { readonly what: "suspend campaign"; readonly name: string; readonly suspend: boolean }
  | { readonly what: "delete campaign"; readonly name: string }
  | { readonly what: "write CronHPA"; readonly name: string; readonly spec: CronHpaInput }
  | { readonly what: "delete CronHPA"; readonly name: string };

/** `Update` patches the field, `Apply` applies a manifest server-side, `Replace` takes our annotation away too. */
export type Writing = "Update" | "Apply" | "Replace";
