import { describe, expect, it } from "vitest";
import { type PodSpec, summedRequests } from "../../../src/adapters/kubernetes/podShape.ts";

const requesting = (cpu: string, more: object = {}) => ({ resources: { requests: { cpu } }, ...more });
const sidecar = { restartPolicy: "Always" };

describe("what the scheduler counts for a pod", () => {
  it.each<{ what: string; spec: PodSpec; cpu: number }>([
    { what: "containers add up", spec: { containers: [requesting("2"), requesting("500m")] }, cpu: 2.5 },
    {
      what: "an init container runs alone, so the larger counts",
      spec: { containers: [requesting("2")], initContainers: [requesting("4"), requesting("3")] },
      cpu: 4,
    },
    {
      what: "a sidecar runs beside the containers",
      spec: { containers: [requesting("2")], initContainers: [requesting("1", sidecar)] },
      cpu: 3,
    },
    {
      what: "and beside the init containers after it",
      spec: { containers: [requesting("2")], initContainers: [requesting("1", sidecar), requesting("4")] },
      cpu: 5,
    },
    {
      what: "but not beside those before it",
      spec: { containers: [requesting("2")], initContainers: [requesting("4"), requesting("1", sidecar)] },
      cpu: 4,
    },
    { what: "a limit alone is the request", spec: { containers: [{ resources: { limits: { cpu: "2" } } }] }, cpu: 2 },
    {
      what: "a request of the pod as a whole goes before the sum",
      spec: { containers: [requesting("2")], resources: { requests: { cpu: "6" } } },
      cpu: 6,
    },
    {
      what: "a limit of the pod as a whole is its request where no container has one",
      spec: { containers: [{}], resources: { limits: { cpu: "6" } } },
      cpu: 6,
    },
    {
      what: "and not where one has",
      spec: { containers: [requesting("2")], resources: { limits: { cpu: "6" } } },
      cpu: 2,
    },
    {
      what: "the overhead comes on top",
      spec: { containers: [requesting("2")], overhead: { cpu: "250m" } },
      cpu: 2.25,
    },
  ])("$what", ({ spec, cpu }) => {
    expect(summedRequests(spec)["cpu"]).toBe(cpu);
  });
});
