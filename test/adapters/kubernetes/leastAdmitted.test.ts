import { describe, expect, it } from "vitest";
import { leastAdmitted } from "../../../src/adapters/kubernetes/leastAdmitted.ts";

describe("W19: what a refusal says is the least", () => {
  it.each<{ what: string; refusal: string; soFar?: Record<string, string>; least: Record<string, string> | undefined }>(
    [
      {
        what: "one minimum",
        refusal: 'pods "a" is forbidden: minimum cpu usage per Container is 100m, but request is 0',
        least: { cpu: "100m" },
      },
      {
        what: "several, of which the larger counts",
        refusal:
          "[minimum memory usage per Container is 64Mi, but request is 0, minimum cpu usage per Container is 1, " +
          "but request is 0, minimum cpu usage per Pod is 1500m, but request is 0]",
        least: { memory: "64Mi", cpu: "1500m" },
      },
      {
        what: "a ratio, of which a minimum is enough",
        refusal:
          "[minimum cpu usage per Container is 100m, but request is 0, cpu max limit to request ratio per Container " +
          "is 2, but no request is specified or request is 0]",
        least: { cpu: "100m" },
      },
      {
        what: "a limit that has to be named",
        refusal: "maximum memory usage per Pod is 2Gi.  No limit is specified",
        soFar: { cpu: "1m" },
        least: { cpu: "1m", memory: "0" },
      },
      {
        what: "no more than is named already",
        refusal: "minimum cpu usage per Container is 100m, but request is 100m",
        soFar: { cpu: "200m" },
        least: undefined,
      },
      { what: "something else", refusal: 'pods "a" is forbidden: exceeded quota: team', least: undefined },
    ],
  )("$what", ({ refusal, soFar = {}, least }) => expect(leastAdmitted(refusal, soFar)).toEqual(least));
});
