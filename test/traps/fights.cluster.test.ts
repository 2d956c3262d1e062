import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FLOOR_ANNOTATION } from "../../src/api/metadata.ts";
import type { AuditedWrite } from "../cluster/audit.ts";
import type { LooseObject } from "../cluster/apiClient.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { waitFor } from "../cluster/waitFor.ts";
import type { ControllerProcess } from "../story/controllerProcess.ts";
import { conditionOf, type RealWorld, startRealWorld } from "../story/realWorld.ts";
import { type Manifest, namespaceManifest } from "../cluster/manifests.ts";
import { applyAll, targetManifests } from "../story/threadObjects.ts";
import { endWindow, floorNow } from "./targets.ts";

const NAME = "face-fusion";
/** As client-go's: a dead leader's Lease runs out after 15 s, and is looked at every 2 s. */
const TAKE_OVER = 60_000;

describeCluster("other writers on the real control plane", () => {
  let world: RealWorld;
  beforeAll(async () => {
    world = await startRealWorld(4);
    world.metrics.set("demand", 60);
    for (const name of ["patched", "replaced", "written-back", "handed-over", "headstart-system"])
      await apply([namespaceManifest(name)]);
    await world.controller("headstart", ["--controllers=enforce", "--namespaces=patched,replaced"]);
  });
  afterAll(() => world?.stop());

  const apply = (manifests: readonly Manifest[]) => applyAll(world.plane, manifests);
  const target = (namespace: string) =>
    targetManifests({ namespace, name: NAME, startup: "1s", metric: "demand", min: 3, max: 50 });
  const floorIs = (namespace: string, floor: number, deadline?: number) =>
    waitFor(`the floor is ${floor}`, async () => (await world.hpa(namespace)).spec.minReplicas === floor, deadline);
  /** Changes of an HPA by one of our controllers that the API server took. */
  const changes = (by: string, namespace: string) =>
    world
      .writesOf(by, "horizontalpodautoscalers")
      .filter((write) => write.namespace === namespace && write.status < 300);

  /** Writes the minimum back whenever it is not 3, until the floor was raised over it four times. */
  async function fightOver(namespace: string, reset: (seen: LooseObject) => Promise<unknown>) {
    await apply([...target(namespace), floorNow(namespace, 8)]);
    await floorIs(namespace, 8);
    const began = Date.now();
    await waitFor(
      "four answers",
      async () => {
        const seen = await world.hpa(namespace);
        if (seen.spec.minReplicas !== 3) await reset(seen);
        return changes("headstart", namespace).length > 4;
      },
      120_000,
    );
    const seconds = (Date.now() - began) / 1000;
    const answers = changes("headstart", namespace).length - 1;
    expect(answers, `within ${seconds} s`).toBeLessThanOrEqual(1 + Math.ceil(seconds / 10));
    const conflict = await waitFor("the condition names who and what to do", async () => {
      const condition = conditionOf(await world.own(namespace, "cronhpas/evening"), "Conflict");
      return condition?.status === "True" ? condition : undefined;
    });
    expect(conflict.message).toMatch(/^argocd-controller writes.*leave the field out of its manifest/);
    await endWindow(world, namespace);
    await waitFor("theirs stays, and nothing of ours", async () => {
      const { spec, metadata } = await world.hpa(namespace);
      return spec.minReplicas === 3 && metadata.annotations?.[FLOOR_ANNOTATION] === undefined;
    });
  }

  describe.concurrent("", () => {
    it("H8: a second writer of the field is answered at most once in 10 s, named, and told what to do", () =>
      fightOver("patched", (seen) =>
        world.plane.merge(`${pathOf(seen)}?fieldManager=argocd-controller`, { spec: { minReplicas: 3 } }),
      ));

    it("H9: a GitOps tool that replaces the manifest, record and all, is not fought either", () =>
      fightOver("replaced", (seen) => {
        const { spec, metadata } = seen;
        const { annotations, ...rest } = metadata;
        const { [FLOOR_ANNOTATION]: _dropped, ...theirs } = annotations ?? {};
        const { managedFields: _fields, ...bare } = rest;
        const object = { ...seen, metadata: { ...bare, annotations: theirs }, spec: { ...spec, minReplicas: 3 } };
        return world.plane.raw("PUT", `${pathOf(seen)}?fieldManager=argocd-controller`, object);
      }));

    it("H1: written to another value and back to ours while no controller runs, ours stays at the end", async () => {
      const namespace = "written-back";
      const writes = (minReplicas: number) =>
        world
          .hpa(namespace)
          .then((seen) => world.plane.merge(`${pathOf(seen)}?fieldManager=kubectl-edit`, { spec: { minReplicas } }));
      await apply([...target(namespace), floorNow(namespace, 8)]);
      const before = await world.controller("before", ["--controllers=enforce", `--namespaces=${namespace}`]);
      await floorIs(namespace, 8);
      await before.stop();
      await writes(5);
      await writes(8);
      await world.controller("after", ["--controllers=enforce", `--namespaces=${namespace}`]);
      await waitFor("it is theirs: our record is gone", async () => {
        const { spec, metadata } = await world.hpa(namespace);
        return spec.minReplicas === 8 && metadata.annotations?.[FLOOR_ANNOTATION] === undefined;
      });
      await endWindow(world, namespace);
      await waitFor("the window is over", async () => {
        const evening = await world.own(namespace, "cronhpas/evening");
        return evening !== undefined && evening.status?.["floor"] === undefined;
      });
      expect((await world.hpa(namespace)).spec.minReplicas).toBe(8);
    });

    it("S12 S10 S11 H10: of two controllers one writes; stopped or killed, the other goes on from there", async () => {
      const namespace = "handed-over";
      const inner = renamed(floorNow(namespace, 12), "inner");
      await apply([...target(namespace), floorNow(namespace, 8)]);
      const before = await world.hpa(namespace);
      const first = await contender("first");
      await floorIs(namespace, 8);
      const second = await contender("second");

      // The leader hangs, as on a node that is gone; the nested window opens meanwhile.
      process.kill(first.pid()!, "SIGSTOP");
      await apply([inner]);
      await floorIs(namespace, 12, TAKE_OVER);
      process.kill(first.pid()!, "SIGCONT");
      await waitFor("the old leader ends by itself", () => !first.running());
      expect(first.log()).toContain("the lease is lost");

      // The next leader is killed; the nested window ends while nobody leads.
      const third = await contender("third");
      await second.kill("SIGKILL");
      await endWindow(world, namespace, "inner");
      await floorIs(namespace, 8, TAKE_OVER);
      await endWindow(world, namespace);
      await waitFor("what was found first is given back", async () => {
        const { metadata, spec } = await world.hpa(namespace);
        const ours = metadata.managedFields?.some(({ manager }) => manager === "headstart");
        return ours === false && JSON.stringify(spec) === JSON.stringify(before.spec);
      });
      await third.stop();

      // One set of writes: each leader's own, none twice, none of who does not lead.
      const count = (name: string) => changes(name, namespace).length;
      expect({ first: count("first"), second: count("second"), third: count("third") }).toEqual({
        first: 1,
        second: 1,
        // 12 → 8, given back, ownership given up.
        third: 3,
      });
      for (const name of ["second", "third"]) expect(firstWrite(name)).toBeGreaterThan(leadsSince(name));
      expect(lastWrite("first")).toBeLessThan(leadsSince("second"));
      expect(lastWrite("second")).toBeLessThan(leadsSince("third"));
    });
  });

  function contender(name: string): Promise<ControllerProcess> {
    return world.controller(name, ["--controllers=enforce", "--leader-elect", "--namespaces=handed-over"]);
  }

  /** Epoch milliseconds at which the API server first took this one's Lease. */
  function leadsSince(name: string): number {
    return taken(world.writesOf(name, "leases"))[0]?.at ?? Infinity;
  }
  function firstWrite(name: string): number {
    return writesOf(name)[0]?.at ?? -Infinity;
  }
  function lastWrite(name: string): number {
    return writesOf(name).at(-1)?.at ?? Infinity;
  }
  function writesOf(name: string): readonly AuditedWrite[] {
    return taken(
      ["horizontalpodautoscalers", "cronhpas"].flatMap((resource) => world.writesOf(name, resource)),
    ).toSorted((a, b) => a.at - b.at);
  }
});

function taken(writes: readonly AuditedWrite[]): readonly AuditedWrite[] {
  return writes.filter(({ status }) => status < 300);
}

function pathOf({ metadata }: LooseObject): string {
  return `/apis/autoscaling/v2/namespaces/${metadata.namespace}/horizontalpodautoscalers/${metadata.name}`;
}

function renamed({ path, object }: Manifest, name: string): Manifest {
  return { path, object: { ...object, metadata: { ...object.metadata, name } } };
}
