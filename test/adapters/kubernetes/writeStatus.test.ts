import { describe, expect, it } from "vitest";
import { clusterWrites } from "../../../src/adapters/kubernetes/clusterWrites.ts";
import type { CallOptions, KubeConnection } from "../../../src/adapters/kubernetes/kubeConnection.ts";
import { ALONE } from "../../../src/adapters/kubernetes/leaderElection.ts";
import type { Json } from "../../../src/adapters/kubernetes/transforms.ts";

const KEY = { namespace: "vision", name: "evenings", uid: "first" };
const STATUS = { floor: 9, reason: "as of the first one", conditions: [] };

/** An API server of one CronHPA, to which `meanwhile` happens right after the first look at it. */
function writesTo(meanwhile: (object: Json) => Json | undefined) {
  let stored: Json = { metadata: { ...KEY, resourceVersion: "1" }, spec: {} };
  let looks = 0;
  const answered = (status: number, body: Json = {}) => Promise.resolve({ status, body, retryAfter: undefined });
  const connection: KubeConnection = {
    call: (method, _path, { body }: CallOptions = {}) => {
      const found = stored;
      if (method === "GET" && ++looks === 1) stored = meanwhile(found);
      if (found === undefined) return answered(404);
      if (method === "GET") return answered(200, found);
      const { metadata, status } = body as Json;
      if ((metadata?.resourceVersion ?? found.metadata.resourceVersion) !== found.metadata.resourceVersion)
        return answered(409);
      stored = { ...found, status: { ...found.status, ...status } };
      return answered(200, stored);
    },
    stream: () => Promise.reject(new Error("nobody watches")),
    close: () => Promise.resolve(),
  };
  return { ...clusterWrites(connection, ALONE, "pause"), stored: () => stored };
}

describe("the status of an object", () => {
  it("that is deleted and filed again between the look and the write is not written to the new one", async () => {
    const server = writesTo(() => ({ metadata: { ...KEY, uid: "second", resourceVersion: "2" }, spec: {} }));
    expect(await server.writeStatus("CronHPA", KEY, STATUS)).toMatchObject({
      ok: false,
      failure: { code: "NotFound", message: "status of CronHPA evenings: it is gone, and another has its name" },
    });
    expect(server.stored().status).toBeUndefined();
  });

  it("that was filed again before the look is not written either", async () => {
    const server = writesTo((object) => object);
    const written = await server.writeStatus("CronHPA", { ...KEY, uid: "of an older one" }, STATUS);
    expect(written).toMatchObject({ ok: false, failure: { code: "NotFound" } });
    expect(server.stored().status).toBeUndefined();
  });

  it("that is gone is none any more", async () => {
    const server = writesTo(() => undefined);
    expect(await server.writeStatus("CronHPA", KEY, STATUS)).toMatchObject({ failure: { code: "NotFound" } });
  });

  it("that is edited between the look and the write is written all the same", async () => {
    const edited = { metadata: { ...KEY, resourceVersion: "2" }, spec: { suspend: true }, status: { floor: 4 } };
    const server = writesTo(() => edited);
    expect(await server.writeStatus("CronHPA", KEY, STATUS)).toMatchObject({ ok: true });
    expect(server.stored()).toMatchObject({ spec: edited.spec, status: STATUS });
  });
});
