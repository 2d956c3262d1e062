import { afterEach, describe, expect, it } from "vitest";
import type { KubeConnection } from "../../../src/adapters/kubernetes/kubeConnection.ts";
import { ObjectView } from "../../../src/adapters/kubernetes/objectView.ts";
import { type Reflector, reflector, type ReflectorSettings } from "../../../src/adapters/kubernetes/reflector.ts";
import type { Json } from "../../../src/adapters/kubernetes/transforms.ts";
import { pinoLog } from "../../../src/adapters/system/pinoLog.ts";
import { waitFor } from "../../cluster/waitFor.ts";
import { connectTo } from "./connectTo.ts";
import * as server from "./misbehavingServer.ts";

const { added, bookmark, deleted, modified, page, refusal, thing, watched } = server;
const [A1, A5, B2] = [thing("a", 1), thing("a", 5), thing("b", 2)];

let api: server.MisbehavingServer;
let connection: KubeConnection;
let watching: Reflector;
let view: ObjectView<ReturnType<typeof named>>;
/** What listeners heard: "+" first seen, "~" changed, "-" gone. */
const news: string[] = [];

const named = ({ metadata }: Json) => ({ metadata: { namespace: "", ...metadata } });
const names = () => view.list().map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`);

type Timing = Partial<Pick<ReflectorSettings, "silence" | "steady" | "firstDelay">>;

async function follow(
  script: Parameters<typeof server.misbehavingServer>[0],
  { silence = 60_000, firstDelay = 4, ...timing }: Timing = {},
): Promise<void> {
  api = await server.misbehavingServer(script);
  connection = await connectTo(api.url);
  view = new ObjectView();
  view.subscribe((key, before, after) => {
    news.push(`${before === undefined ? "+" : after === undefined ? "-" : "~"}${key.name}`);
  });
  watching = reflector({
    ...{ connection, path: "/api/v1/things", log: pinoLog("silent"), silence, firstDelay },
    ...timing,
    target: {
      replace: (objects) => view.replace(objects.map(named), undefined),
      put: (object) => view.put(named(object)),
      remove: (object) => view.remove(named(object).metadata),
    },
  });
  watching.start();
}

afterEach(async () => {
  await watching.stop();
  await connection.close();
  await api.close();
  news.length = 0;
});

describe("a list", () => {
  it("in pages is one picture, shown when it is whole", async () => {
    await follow({ lists: [page(1, [A1], "more"), page(2, [B2])], watches: [watched([])] });
    await waitFor("the watch has begun", () => api.watches.length === 1);
    expect(names()).toEqual(["a@1", "b@2"]);
    expect(api.lists.map((query) => query.get("continue"))).toEqual([null, "more"]);
    expect(api.watches[0]?.get("resourceVersion")).toBe("2");
    expect(watching.synced()).toBe(true);
  });

  it("whose continue token has expired is asked for once more, without pages", async () => {
    await follow({
      lists: [page(1, [A1], "old"), refusal(410), page(7, [A5, B2])],
      watches: [watched([])],
    });
    await waitFor("all is seen", () => watching.synced());
    expect(names()).toEqual(["a@5", "b@2"]);
    expect(api.lists.map((query) => [query.get("limit"), query.get("continue")])).toEqual([
      ["500", null],
      ["500", "old"],
      ["0", null],
    ]);
  });

  it.each([
    { what: "500", act: refusal(500) },
    { what: "half a JSON text", act: server.text('{"items":[{"metadata":{"name":"x"') },
    { what: "an answer that is no list", act: server.text("{}") },
    { what: "a gateway's page", act: server.text("<html>") },
  ])("answered with $what changes nothing, and is asked for again", async ({ act }) => {
    await follow({ lists: [act, act, page(1, [A1])], watches: [watched([])] });
    await waitFor("all is seen", () => watching.synced());
    expect(names()).toEqual(["a@1"]);
    expect(api.lists).toHaveLength(3);
  });

  it("refused with 429 is asked for again after Retry-After, not before", async () => {
    const began = performance.now();
    await follow({ lists: [refusal(429, { "retry-after": "1" }), page(1, [A1])], watches: [watched([])] });
    await waitFor("all is seen", () => watching.synced());
    // A lower bound cannot fail on a slow machine; without Retry-After the pause would be 4 ms.
    expect(performance.now() - began).toBeGreaterThan(990);
    expect(api.lists).toHaveLength(2);
  });
});

describe("a watch", () => {
  it("brings what is added, changed and removed, and a reset goes on from the last version", async () => {
    await follow({
      lists: [page(1, [A1])],
      watches: [watched([added(B2), modified(A5), deleted(thing("b", 6))], "reset"), watched([])],
    });
    await waitFor("it was begun again", () => api.watches.length === 2);
    expect(news).toEqual(["+a", "+b", "~a", "-b"]);
    expect(api.watches[1]?.get("resourceVersion")).toBe("6");
    expect(api.lists).toHaveLength(1);
  });

  it("bookmarks move the version on, and are no news", async () => {
    await follow({ lists: [page(1, [A1])], watches: [watched([bookmark(900)], "close"), watched([])] });
    await waitFor("it was begun again", () => api.watches.length === 2);
    expect(api.watches[0]?.get("allowWatchBookmarks")).toBe("true");
    expect(api.watches[1]?.get("resourceVersion")).toBe("900");
    expect(news).toEqual(["+a"]);
  });

  it.each([
    { what: "410 as a status", watch: refusal(410) },
    { what: "410 as an event", watch: watched([server.failure(410)]) },
    { what: "an error event of another code", watch: watched([server.failure(500)]) },
    { what: "an event of a kind nobody knows", watch: watched([{ type: "SURPRISE", object: {} }]) },
  ])("with $what leads to a new list, which shows what was deleted meanwhile", async ({ watch }) => {
    await follow({ lists: [page(1, [A1, B2]), page(9, [A5])], watches: [watch, watched([])] });
    await waitFor("it was begun again", () => api.watches.length === 2);
    expect(names()).toEqual(["a@5"]);
    expect(news).toEqual(["+a", "+b", "-b", "~a"]);
    expect(api.watches[1]?.get("resourceVersion")).toBe("9");
  });

  it("that falls silent is left, and begun again from the last version", async () => {
    // Silence begins after what was sent has been read: on a crowded machine that alone can take a second.
    await follow(
      { lists: [page(1, [A1])], watches: [watched([modified(A5)]), watched([added(B2)])] },
      { silence: 3_000 },
    );
    await waitFor("the second one speaks", () => names().includes("b@2"));
    expect(api.watches[1]?.get("resourceVersion")).toBe("5");
    expect(api.lists).toHaveLength(1);
  });

  it("that never answers is left as well", async () => {
    await follow({ lists: [page(1, [A1])], watches: [server.mute, watched([added(B2)])] }, { silence: 100 });
    await waitFor("the second one speaks", () => names().includes("b@2"));
  });

  it.each([
    { what: "half a line before a close", lines: ['{"type":"ADDED","object":{"metada'], ending: "close" as const },
    { what: "half a line before a reset", lines: ['{"type":"ADDED","object":{"metada'], ending: "reset" as const },
    { what: "a line that is no JSON", lines: ["<html>\n"], ending: "silence" as const },
    { what: "an event without an object", lines: [{ type: "ADDED" }], ending: "silence" as const },
  ])("with $what goes on from the last version, and nothing is lost", async ({ lines, ending }) => {
    await follow({
      lists: [page(1, [A1])],
      watches: [watched([modified(A5), ...lines], ending), watched([added(B2)])],
    });
    await waitFor("the second one speaks", () => names().includes("b@2"));
    expect(names()).toEqual(["a@5", "b@2"]);
    expect(api.watches[1]?.get("resourceVersion")).toBe("5");
  });

  it("whose every line is broken gives way to a new list, instead of asking for the same line for ever", async () => {
    await follow({
      lists: [page(1, [A1]), page(8, [A5])],
      watches: [...Array.from({ length: 3 }, () => watched(["broken\n"])), watched([])],
    });
    await waitFor("it was listed again", () => names().includes("a@5"));
    expect(api.watches.slice(0, 3).map((query) => query.get("resourceVersion"))).toEqual(["1", "1", "1"]);
    expect(api.lists).toHaveLength(2);
  });

  it("that a load balancer cuts after a while is begun again without pauses that grow or a list", async () => {
    const cut: Parameters<typeof server.misbehavingServer>[0]["watches"][number] = (response) => {
      response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
      // In order behind the headers, unlike a reset.
      response.socket?.end();
    };
    await follow({ lists: [page(1, [A1])], watches: [cut, cut, cut, cut, watched([added(B2)])] }, { steady: 0 });
    await waitFor("the fifth one speaks", () => names().includes("b@2"));
    expect(api.lists).toHaveLength(1);
  });

  it("refused with 429 or 500 keeps what is known", async () => {
    await follow({
      lists: [page(1, [A1])],
      watches: [refusal(429, { "retry-after": "0" }), refusal(500), watched([added(B2)])],
    });
    await waitFor("the third one speaks", () => names().includes("b@2"));
    expect(news).toEqual(["+a", "+b"]);
    expect(api.lists).toHaveLength(1);
  });

  it("ends when the reflector is stopped, also amid a long pause", async () => {
    await follow({ lists: [refusal(503, { "retry-after": "86400" })], watches: [] });
    await waitFor("it was refused", () => api.lists.length === 1);
    await watching.stop();
    expect(watching.synced()).toBe(false);
  });
});
