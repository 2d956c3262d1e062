import { describe, expect, it } from "vitest";
import type { Pod, PodTemplate } from "../../src/api/observed.ts";
import { asAdmitted } from "../../src/controllers/admittedShape.ts";
import { podOf } from "./fakeCluster.ts";
import { deployment, NAMESPACE } from "./world.ts";

const TEMPLATE: PodTemplate = { labels: {}, annotations: {}, requests: { cpu: 1 }, scheduling: {} };

/** As it was admitted so many minutes after midnight. */
function admitted(minute: number, requests: Pod["spec"]["requests"], limits?: Pod["spec"]["requests"]): Pod {
  const creationTimestamp = `2026-11-11T00:${String(minute).padStart(2, "0")}:00Z`;
  const pod = podOf({ namespace: NAMESPACE, name: `own-${minute}`, creationTimestamp }, deployment());
  return { ...pod, spec: { ...pod.spec, requests, ...(limits === undefined ? {} : { limits }) } };
}

describe("the shape of a target's pods as they are admitted", () => {
  it.each([
    { why: "no pod was made yet", pods: [], requests: { cpu: 1 } },
    {
      why: "a LimitRange gave the pod what its template does not name",
      pods: [admitted(1, { cpu: 1.2, memory: 64 }, { memory: 128 })],
      requests: { cpu: 1.2, memory: 64 },
      limits: { memory: 128 },
    },
    {
      why: "the one that was made last, whatever order they come in",
      pods: [admitted(3, { cpu: 3 }), admitted(9, { cpu: 2 }), admitted(5, { cpu: 5 })],
      requests: { cpu: 2 },
    },
    { why: "the template asks for more by now", pods: [admitted(1, { cpu: 0.5 })], requests: { cpu: 1 } },
  ])("$why", ({ pods, requests, limits }) => {
    const shape = asAdmitted(TEMPLATE, pods);
    expect({ requests: shape.requests, limits: shape.limits }).toEqual({ requests, limits });
  });
});
