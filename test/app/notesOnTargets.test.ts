import { describe, expect, it } from "vitest";
import { TRANSFORMS } from "../../src/adapters/kubernetes/transforms.ts";
import { notesOnTargets } from "../../src/app/notesOnTargets.ts";
import type { CampaignInput } from "../../src/api/campaign.ts";
import type { RawObject } from "../../src/ports/cluster.ts";
import { autoscaler, oneOff } from "../api/samples.ts";

const metadata = { name: "face-fusion", namespace: "default" };
const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "face-fusion" };
const hpaUpTo = (maxReplicas: number) =>
  TRANSFORMS.HorizontalPodAutoscaler({ metadata, spec: { scaleTargetRef, minReplicas: 4, maxReplicas } });
const policyOf = (spec: unknown) =>
  TRANSFORMS.ScalingPolicy({ ...autoscaler, kind: "ScalingPolicy", metadata: { name: "standard" }, spec });

/** The sample asks for no more than 120, and serves 25 units a replica. */
function autoscalerWith(spec: object = {}, status?: unknown) {
  return TRANSFORMS.PredictiveAutoscaler({ ...autoscaler, spec: { ...(autoscaler.spec as object), ...spec }, status });
}

function asking(peak: CampaignInput["targets"][number]["peak"]): RawObject {
  return { ...oneOff, metadata, kind: "Campaign", spec: { ...oneOff.spec, targets: [{ name: "face-fusion", peak }] } };
}

describe("what stands in a campaign's way at its targets", () => {
  const BY_USUAL = "face-fusion is short by 4, because the HPA's maxReplicas allows 40";
  const byHpa = "face-fusion is short by 460, because the HPA's maxReplicas allows 40";
  it.each([
    { peak: { replicas: 500 }, there: [autoscalerWith(), hpaUpTo(40)], says: [byHpa], why: "the HPA allows least" },
    {
      peak: { replicas: 500 },
      there: [autoscalerWith()],
      says: ["face-fusion is short by 380, because spec.maxReplicas allows 120"],
      why: "the HPA may not be read, or there is none",
    },
    {
      peak: { replicas: 500 },
      there: [autoscalerWith(), hpaUpTo(200), policyOf({ default: true, limits: { maxReplicas: 100 } })],
      says: ["face-fusion is short by 400, because policy standard allows 100"],
      why: "the policy allows least",
    },
    { peak: { replicas: 40 }, there: [autoscalerWith(), hpaUpTo(40)], says: [], why: "exactly what is allowed" },
    {
      peak: { demand: "1000" },
      there: [autoscalerWith({ forecast: { headroomPercent: 10 } }), hpaUpTo(40)],
      says: ["face-fusion is short by 4, because the HPA's maxReplicas allows 40"],
      why: "1000 units with 10 % headroom, at 25 a replica, are 44",
    },
    {
      peak: { demand: "1000" },
      there: [autoscalerWith(), hpaUpTo(40)],
      says: [`${BY_USUAL}; this is with the usual headroom of 10 %, since no ScalingPolicy could be read`],
      why: "whose headroom is in force is not known, so that of the built-in policy is said to be taken",
    },
    {
      peak: { demand: "1000" },
      there: [autoscalerWith(), hpaUpTo(40), policyOf({ default: true })],
      says: [BY_USUAL],
      why: "the policy that rules could be read",
    },
    { peak: { demand: "909" }, there: [autoscalerWith(), hpaUpTo(40)], says: [], why: "40 replicas serve it" },
    {
      peak: { multiplier: "9", of: "SameTime" as const },
      there: [autoscalerWith(), hpaUpTo(40)],
      says: [],
      why: "a multiple of what nobody asked here is not known",
    },
    { peak: { replicas: 500 }, there: [], says: [], why: "autoscalers may not be read" },
  ])("$says: $why", ({ peak, there, says }) => {
    expect(notesOnTargets(asking(peak), there)).toEqual(says);
  });

  it("says of an autoscaler that does nothing why, and what it would be short of", () => {
    const there = [autoscalerWith({ mode: "Recommend" }), hpaUpTo(40)];
    const idle = "the PredictiveAutoscaler face-fusion only recommends: nothing is scaled until its mode is Automatic";
    expect(notesOnTargets(asking({ replicas: 500 }), there)).toEqual([idle, byHpa]);
  });
});
