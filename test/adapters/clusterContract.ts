import { afterAll, beforeAll, expect, it } from "vitest";
import { specWrittenAt } from "../../src/api/lastWritten.ts";
import { FLOOR_ANNOTATION, type ObjectKey, PAUSE_ANNOTATION, POOL_LABEL, WAKER_LABEL } from "../../src/api/metadata.ts";
import type { Cluster, JsonPatch, Observed, ObservedKind } from "../../src/ports/cluster.ts";

/** What somebody other than the controllers does to the world behind the port, and sees of it. */
export interface ClusterStage {
  readonly cluster: Cluster;
  createNamespace(name: string): Promise<void>;
  pauseNamespace(name: string, how: string): Promise<void>;
  removeNamespace(name: string): Promise<void>;
  /** Server-side apply of the sample's HPA by its owner, field manager `user`; rejects with the server's words. */
  applyAutoscaler(minReplicas: number): Promise<void>;
  removeAutoscaler(): Promise<void>;
  /** A PredictiveAutoscaler and a WarmPool to own things; their uids. */
  fileOwners(): Promise<{ readonly autoscaler: string; readonly pool: string }>;
  /** What the API server has, past any view. */
  minReplicas(): Promise<number | undefined>;
  managers(): Promise<readonly (string | undefined)[]>;
  replicas(): Promise<number | undefined>;
  /** Resolves once it is so; a view may lag. */
  eventually<T>(what: string, reached: () => T | undefined | false): Promise<T>;
  close(): Promise<void>;
}

/** What stands on every stage: a Deployment of pods of 1 CPU, its HPA from 4 to 40, room for a placeholder. */
export const SAMPLE: ObjectKey = { namespace: "default", name: "sample" };
const HPA = "HorizontalPodAutoscaler";
type Entries = Observed[typeof HPA]["metadata"]["managedFields"];

/** Operation and name of all who own `minReplicas`. */
function ownersOfMinimum(entries: Entries = []): readonly string[] {
  const owners = entries.filter(({ fieldsV1 }) => "f:minReplicas" in ((fieldsV1?.["f:spec"] ?? {}) as object));
  return owners.map(({ operation, manager }) => `${operation} ${manager}`).toSorted();
}

const POOL = { namespace: "default", name: "sample-plan" };

/** Passed by every implementation of the `Cluster` port. */
export function clusterContract(open: () => Promise<ClusterStage>): void {
  let stage: ClusterStage;
  let cluster: Cluster;
  beforeAll(async () => {
    stage = await open();
    ({ cluster } = stage);
    await stage.eventually("the view is complete", () => cluster.synced());
  });
  afterAll(async () => stage?.close());

  const seen = () => cluster.get(HPA, SAMPLE);
  const gone = (kind: ObservedKind, key: ObjectKey) => () => cluster.get(kind, key) === undefined;

  it("follows objects as they are made, changed and removed", async () => {
    const key = { namespace: "", name: "followed" };
    const news: string[] = [];
    const end = cluster.subscribe("Namespace", ({ name }, before, after) => {
      if (name === key.name)
        news.push(`${before === undefined ? "none" : "one"} → ${after === undefined ? "none" : "one"}`);
    });
    await stage.createNamespace(key.name);
    await stage.eventually("it is seen", () => cluster.get("Namespace", key));
    await stage.pauseNamespace(key.name, "freeze");
    const annotations = () => cluster.get("Namespace", key)?.metadata.annotations;
    await stage.eventually("its annotation is seen", () => annotations()?.[PAUSE_ANNOTATION] === "freeze");
    await stage.removeNamespace(key.name);
    await stage.eventually("its end is seen", gone("Namespace", key));
    end();
    expect(news[0]).toBe("none → one");
    expect(news.at(-1)).toBe("one → none");
  });

  it("a patch whose test does not hold is a Conflict, and changes nothing", async () => {
    expect(await cluster.patch(HPA, SAMPLE, raise(99, 30))).toMatchObject({ ok: false, failure: { code: "Conflict" } });
    expect(await stage.minReplicas()).toBe(4);
  });

  it("a patch of what is not there is NotFound", async () => {
    const written = await cluster.patch(HPA, { ...SAMPLE, name: "nobody" }, raise(4, 30));
    expect(written).toMatchObject({ ok: false, failure: { code: "NotFound" } });
  });

  it("a value the API server will not have is Refused, with its words", async () => {
    const written = await cluster.patch(HPA, SAMPLE, raise(4, 41));
    expect(written).toMatchObject({ ok: false, failure: { code: "Refused" } });
    expect(written.ok ? "" : written.failure.message).toMatch(/maxReplicas/);
  });

  it("H1: after giving back and disowning, the user's next server-side apply meets no conflict", async () => {
    expect(await cluster.patch(HPA, SAMPLE, raise(4, 30))).toMatchObject({ ok: true });
    await stage.eventually("the view has it", () => seen()?.spec.minReplicas === 30);
    expect(seen()?.metadata.annotations?.[FLOOR_ANNOTATION]).toBe("{}");
    expect(seen()?.metadata.managedFields?.map(({ manager }) => manager)).toContain("headstart");
    await expect(stage.applyAutoscaler(5)).rejects.toThrow(/conflict with "headstart"/);
    await stage.applyAutoscaler(30);
    const sharing = () => ownersOfMinimum(seen()?.metadata.managedFields);
    await stage.eventually("the view shows who wishes the same", () => sharing().includes("Apply user"));
    expect(sharing()).toEqual(["Apply user", "Update headstart"]);
    expect(await cluster.patch(HPA, SAMPLE, giveBack(30, 4))).toMatchObject({ ok: true });
    await stage.eventually("what we write is ours alone", () => sharing().join() === "Update headstart");
    expect(await cluster.disown(HPA, SAMPLE)).toMatchObject({ ok: true });
    expect(await stage.managers()).not.toContain("headstart");
    await stage.applyAutoscaler(5);
    expect(await stage.minReplicas()).toBe(5);
    await stage.eventually("the view has it", () => seen()?.spec.minReplicas === 5);
  });

  it("reads past the view, and what is not there as absent", async () => {
    expect(await cluster.read(HPA, SAMPLE)).toMatchObject({ ok: true, value: { spec: { maxReplicas: 40 } } });
    expect(await cluster.read(HPA, { ...SAMPLE, name: "nobody" })).toEqual({ ok: true, value: undefined });
  });

  it("scales only from the count it has read", async () => {
    await stage.removeAutoscaler();
    await stage.eventually("the HPA is gone", gone(HPA, SAMPLE));
    const standing = (await stage.replicas()) ?? 0;
    const stale = { expected: standing + 1, to: 9 };
    expect(await cluster.scale("Deployment", SAMPLE, stale)).toMatchObject({
      ok: false,
      failure: { code: "Conflict" },
    });
    expect(await cluster.scale("Deployment", SAMPLE, { expected: standing, to: 6 })).toMatchObject({ ok: true });
    expect(await stage.replicas()).toBe(6);
  });

  it("shows that we wrote the replicas of a workload, until they are disowned", async () => {
    const owns = () =>
      cluster.get("Deployment", SAMPLE)?.metadata.managedFields?.some(({ manager }) => manager === "headstart") ??
      false;
    const standing = (await stage.replicas()) ?? 0;
    const raised: JsonPatch = [{ op: "replace", path: "/spec/replicas", value: standing + 1 }];
    expect(await cluster.patch("Deployment", SAMPLE, raised)).toMatchObject({ ok: true });
    await stage.eventually("the view has it", owns);
    expect(await cluster.disown("Deployment", SAMPLE)).toMatchObject({ ok: true });
    await stage.eventually("the view has it", () => !owns());
  });

  it("applies what it owns, writes its status, and deletes exactly that", async () => {
    const { autoscaler } = await stage.fileOwners();
    const key = { namespace: "default", name: "owned-plan" };
    const owner = { kind: "PredictiveAutoscaler", name: "sample", uid: autoscaler } as const;
    const windows = [{ start: "2026-11-11T01:00:00Z", end: "2026-11-11T02:00:00Z", minReplicas: 9 }];
    const spec = { scaleTargetRef: { name: "sample" }, windows };
    const applied = () => cluster.apply({ kind: "CronHPA", key, owner, spec });
    expect(await applied()).toMatchObject({ ok: true });
    const object = await stage.eventually("the view has it", () => cluster.get("CronHPA", key));
    expect(object.metadata.ownerReferences).toMatchObject([{ uid: autoscaler, controller: true }]);
    expect(object.spec).toMatchObject({ windows });
    const generation = object.metadata.generation;
    const since = specWrittenAt({ ...object.metadata, generation: 2, creationTimestamp: "" });
    expect(since, "the view tells when it was written").toBeGreaterThan(Date.parse("2026-01-01"));
    const foreign = await cluster.apply({ kind: "CronHPA", key, owner: { ...owner, uid: "another" }, spec });
    expect(foreign).toMatchObject({ ok: false, failure: { code: "Conflict" } });

    const status = { floor: 9, reason: "written by the contract", conditions: [] };
    const exactly = { ...key, uid: object.metadata.uid };
    expect(await cluster.writeStatus("CronHPA", exactly, status)).toMatchObject({ ok: true });
    const written = () => statusOf(cluster.get("CronHPA", key))?.["reason"] === status.reason;
    await stage.eventually("the view has the status", written);
    expect(await applied()).toMatchObject({ ok: true });
    expect(cluster.get("CronHPA", key)?.metadata.generation).toBe(generation);
    expect(statusOf(cluster.get("CronHPA", key))?.["floor"]).toBe(9);

    const before = { ...key, uid: "of-one-that-was-deleted" };
    expect(await cluster.writeStatus("CronHPA", before, { ...status, floor: 50 })).toMatchObject({
      ok: false,
      failure: { code: "NotFound" },
    });
    expect(statusOf(await stage.eventually("it is there", () => cluster.get("CronHPA", key)))?.["floor"]).toBe(9);

    expect(await cluster.deleteOwned("CronHPA", key, "wrong-uid")).toMatchObject({ ok: false });
    expect(await cluster.deleteOwned("CronHPA", key, object.metadata.uid ?? "")).toMatchObject({ ok: true });
    await stage.eventually("it is gone", gone("CronHPA", key));
    expect(await cluster.deleteOwned("CronHPA", key, object.metadata.uid ?? "")).toMatchObject({ ok: true });
  });

  it("an object that its schema does not admit is Refused", async () => {
    const { autoscaler } = await stage.fileOwners();
    const owner = { kind: "PredictiveAutoscaler", name: "sample", uid: autoscaler } as const;
    const spec = { targetRef: { name: "sample" }, windows: [{ start: "soon", end: "later", replicas: 1 }] };
    const written = await cluster.apply({ kind: "WarmPool", key: { ...POOL, name: "wrong" }, owner, spec });
    expect(written).toMatchObject({ ok: false, failure: { code: "Refused" } });
  });

  /** Makes a pod of the pool, and waits until the view has it, by its label. */
  async function poolPod(role: "Placeholder" | "Waker", label: string) {
    const { pool } = await stage.fileOwners();
    const owner = { kind: "WarmPool", name: POOL.name, uid: pool } as const;
    const shapeOf = { kind: "Deployment", key: SAMPLE } as const;
    const made = await cluster.createPlaceholder({ role, namespace: "default", pool: POOL.name, owner, shapeOf });
    expect(made).toMatchObject({ ok: true });
    const isIt = ({ metadata }: Observed["Pod"]) => metadata.labels?.[label] === POOL.name;
    return { pool, pod: await stage.eventually("the view has it", () => cluster.list("Pod", "default").find(isIt)) };
  }

  it("W6: a placeholder has the pod's shape and the lowest priority, and no label of the target", async () => {
    const { pool, pod } = await poolPod("Placeholder", POOL_LABEL);
    expect(pod.spec).toMatchObject({ requests: { cpu: 1 }, priority: -10 });
    expect(pod.metadata.labels?.["app"]).toBeUndefined();
    expect(pod.metadata.ownerReferences).toMatchObject([{ kind: "WarmPool", uid: pool, controller: true }]);
    await stage.eventually("it has a node", () => cluster.get("Pod", pod.metadata)?.spec.nodeName);
    expect(await cluster.deletePod(pod.metadata, "wrong-uid")).toMatchObject({ ok: false });
    expect(await cluster.deletePod(pod.metadata, pod.metadata.uid ?? "")).toMatchObject({ ok: true });
    await stage.eventually("it is gone", gone("Pod", pod.metadata));
  });

  it("W19: a waker gets a node and takes no room there", async () => {
    const { pod } = await poolPod("Waker", WAKER_LABEL);
    expect(Object.values(pod.spec.requests).every((each) => each === 0)).toBe(true);
    expect(pod.metadata.labels?.[POOL_LABEL]).toBeUndefined();
    await stage.eventually("it has a node", () => cluster.get("Pod", pod.metadata)?.spec.nodeName);
    expect(await cluster.deletePod(pod.metadata, pod.metadata.uid ?? "")).toMatchObject({ ok: true });
    await stage.eventually("it is gone", gone("Pod", pod.metadata));
  });
}

function raise(from: number, to: number): JsonPatch {
  return [
    { op: "test", path: "/spec/minReplicas", value: from },
    { op: "replace", path: "/spec/minReplicas", value: to },
    { op: "add", path: "/metadata/annotations", value: { [FLOOR_ANNOTATION]: "{}" } },
  ];
}

function giveBack(from: number, to: number): JsonPatch {
  return [
    { op: "test", path: "/spec/minReplicas", value: from },
    { op: "replace", path: "/spec/minReplicas", value: to },
    { op: "remove", path: `/metadata/annotations/${FLOOR_ANNOTATION.replace("/", "~1")}` },
  ];
}

function statusOf(object: { readonly status?: unknown } | undefined) {
  return object?.status as Readonly<Record<string, unknown>> | undefined;
}
