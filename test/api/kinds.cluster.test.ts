import { afterAll, beforeAll, expect, it } from "vitest";
import { customResourceDefinitions } from "../../src/api/crd.ts";
import { KIND_FACTS } from "../../src/api/kinds.ts";
import { KINDS, parseObject } from "../../src/api/parse.ts";
import { type ControlPlane, startControlPlane } from "../cluster/controlPlane.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { waitFor } from "../cluster/waitFor.ts";
import type { HostileManifest } from "./hostileManifest.ts";
import { HOSTILE_MANIFESTS } from "./hostileManifests.ts";
import { cronHpa, type Manifest, oneOff, SAMPLES } from "./samples.ts";

const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

function pathOf({ kind }: Pick<Manifest, "kind">): string {
  const { plural, scope } = KIND_FACTS[kind];
  return `/apis/headstart.dev/v1alpha1/${scope === "Cluster" ? "" : "namespaces/default/"}${plural}`;
}

const sendable = HOSTILE_MANIFESTS.filter(({ server }) => server !== "unsendable");

describeCluster("the kinds on a real API server", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane();
    for (const definition of customResourceDefinitions()) await plane.create(CRDS, definition);
    for (const { metadata } of customResourceDefinitions()) {
      await waitFor(`${metadata.name} is served`, async () => {
        const conditions = (await plane.get(`${CRDS}/${metadata.name}`))?.status?.conditions ?? [];
        return conditions.some(({ type, status }) => type === "Established" && status === "True");
      });
    }
  });
  afterAll(() => plane?.stop());

  it("accepts the five CRDs, with nothing to say against their schemas", async () => {
    for (const { metadata } of customResourceDefinitions()) {
      const conditions = (await plane.get(`${CRDS}/${metadata.name}`))?.status?.conditions ?? [];
      expect(conditions.filter(({ type }) => type === "NonStructuralSchema" || type === "Terminating")).toEqual([]);
      expect(conditions).toContainEqual(expect.objectContaining({ type: "NamesAccepted", status: "True" }));
    }
  });

  it.each(SAMPLES.map((sample) => [`${sample.kind} ${sample.metadata.name}`, sample] as const))(
    "accepts %s, and what it stores is read back as what was written",
    async (_, sample) => {
      const stored = await plane.create(pathOf(sample), sample);
      const [read, written] = [parseObject(stored), parseObject(sample)];
      expect(read.ok ? read.value.spec : read.failure).toEqual(written.ok ? written.value.spec : written.failure);
    },
  );

  it("fills in the defaults, so that kubectl shows what holds", async () => {
    const { spec } = (await plane.get(`${pathOf(oneOff)}/${oneOff.metadata.name}`)) ?? {};
    expect(spec).toMatchObject({ profile: "Step", combine: "Max", suspend: false, excludeDates: [] });
  });

  it.each(sendable.map((manifest) => [manifest.title, manifest] as const))("S15, S18: %s", async (_, manifest) => {
    await expectAnswer(plane, manifest);
  });

  it("S15: every zone of this machine's database is accepted by both, or by neither", async () => {
    const zones = [...Intl.supportedValuesOf("timeZone"), "UTC", "Etc/UTC", "US/Pacific"];
    const answers: string[] = [];
    for (const timeZone of zones) {
      const object = {
        ...cronHpa,
        metadata: { name: "zone", namespace: "default" },
        spec: { ...cronHpa.spec, timeZone },
      };
      const { status } = await plane.raw("POST", `${pathOf(cronHpa)}?dryRun=All`, object);
      if ((status === 201) !== parseObject(object).ok) answers.push(`${timeZone}: ${status}`);
    }
    expect(zones.length).toBeGreaterThan(400);
    expect(answers).toEqual([]);
  });

  it("two writers of schedules meet by name, not by place", async () => {
    const extra = { name: "lunch", schedule: "0 12 * * *", duration: "1h", minReplicas: 9 };
    const patch = { apiVersion: cronHpa.apiVersion, kind: "CronHPA", spec: { ...cronHpa.spec, schedules: [extra] } };
    const path = `${pathOf(cronHpa)}/${cronHpa.metadata.name}`;
    const { status } = await plane.raw(
      "PATCH",
      `${path}?fieldManager=second&force=true`,
      patch,
      "application/apply-patch+yaml",
    );
    expect(status).toBe(200);
    const names = (await plane.get(path))?.spec.schedules.map(({ name }: { name: string }) => name) as string[];
    expect(names.toSorted()).toEqual(["evening", "lunch"]);
  });

  it("a status is written beside the spec, and the columns show it in one line", async () => {
    const status = {
      phase: "Active",
      occurrence: { start: "2026-11-10T16:00:00Z", end: "2026-11-10T18:00:00Z" },
      next: ["2027-11-10T16:00:00Z"],
      conditions: [
        {
          type: "Ready",
          status: "True",
          reason: "Kept",
          message: "all promised replicas are Ready",
          lastTransitionTime: "2026-11-10T16:00:00Z",
        },
      ],
    };
    const path = `${pathOf(oneOff)}/${oneOff.metadata.name}/status`;
    const written = await plane.raw("PATCH", path, { status }, "application/merge-patch+json");
    expect(written.status).toBe(200);
    const table = await plane.kubectl(["get", "camp", oneOff.metadata.name]);
    expect(table.replace(/ +/g, " ")).toContain(
      "double-eleven Active 2026-11-10T16:00:00Z 2026-11-10T18:00:00Z 2027-11-10T16:00:00Z True",
    );
    const all = await plane.kubectl(["get", "headstart", "-o", "name"]);
    for (const kind of KINDS) expect(all).toContain(`${KIND_FACTS[kind].singular}.headstart.dev/`);
  });
});

async function expectAnswer(plane: ControlPlane, { title, object, server }: HostileManifest): Promise<void> {
  const manifest = object as Manifest;
  const own = { ...manifest.metadata };
  // Each under a name of its own, unless the name is what is wrong.
  const name =
    own.name.length > 58
      ? own.name
      : title
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, "-")
          .slice(0, 50);
  const answer = await plane.raw("POST", pathOf(manifest), { ...manifest, metadata: { ...own, name } });
  if (typeof server === "string") {
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return;
  }
  expect(answer.status, `${title} was stored`).toBeGreaterThanOrEqual(400);
  expect((answer.body as unknown as { message: string }).message).toContain(server.refuses);
}
