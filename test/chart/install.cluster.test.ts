import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { FLOOR_ANNOTATION, POOL_LABEL } from "../../src/api/metadata.ts";
import { type ControlPlane, startControlPlane } from "../cluster/controlPlane.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { type ExternalMetrics, serveExternalMetrics } from "../cluster/externalMetrics.ts";
import { namespaceManifest } from "../cluster/manifests.ts";
import { waitFor } from "../cluster/waitFor.ts";
import type { ControllerProcess } from "../story/controllerProcess.ts";
import { readAudit } from "./auditLog.ts";
import { chartWorld, standingFloor } from "./chartObjects.ts";
import { CHART, type Helm, realHelm, RELEASE, render, SYSTEM } from "./helm.ts";
import { complaintsIn, holdPods, logOf, startPart, uninstall } from "./installed.ts";
import { grantedTo, PARTS } from "./rules.ts";

const OWN = "/apis/headstart.dev/v1alpha1";
const HPA = "/apis/autoscaling/v2/namespaces/vision/horizontalpodautoscalers/face-fusion";

const { version } = JSON.parse(readFileSync(join(CHART, "..", "..", "package.json"), "utf8")) as { version: string };
const agent = (role: string) => `headstart/${version} (${process.platform}/${process.arch}) ${role}`;

describeCluster("the chart, installed by Helm", () => {
  let plane: ControlPlane;
  let metrics: ExternalMetrics | undefined;
  let helm: Helm;
  let processes: ControllerProcess[] = [];

  afterEach(async () => {
    await Promise.all(processes.map((each) => each.stop()));
    processes = [];
    await metrics?.stop();
    await plane?.stop();
  });

  async function install(values: readonly string[]): Promise<void> {
    plane = await startControlPlane({ auditGroup: `system:serviceaccounts:${SYSTEM}` });
    metrics = await serveExternalMetrics(plane);
    metrics.set("demand", 40);
    await plane.addNodes(4, { cpu: "16", memory: "64Gi", pods: "110" });
    await post([namespaceManifest("vision"), namespaceManifest("other")]);
    helm = await realHelm(plane.kubeconfig);
    const set = values.map((each) => `--set=${each}`);
    const place = [`--namespace=${SYSTEM}`, "--create-namespace", "--wait", "--timeout=3m"];
    await helm(["install", RELEASE, CHART, ...place, ...set]);
    await holdPods(plane);
    processes = await Promise.all([startPart(plane, "planner"), startPart(plane, "enforcer")]);
  }

  async function post(objects: readonly { path: string; object: unknown }[]): Promise<void> {
    for (const { path, object } of objects) await plane.create(path, object);
  }

  /** From its order to its give-back, under the chart's own roles. */
  async function playCampaign(): Promise<void> {
    await post(chartWorld("vision", new Date()));
    await waitFor("the campaign is Scheduled", async () => {
      const phase = (await plane.get(`${OWN}/namespaces/vision/campaigns/show`))?.status?.["phase"];
      return phase === "Reserving";
    });
    const campaign = `${OWN}/namespaces/vision/campaigns/sale`;
    await waitFor("the campaign is over and everything promised was Ready", verdict(campaign), 180_000);
    await waitFor("the floor is given back", async () => {
      const hpa = await plane.get(HPA);
      return hpa?.metadata.annotations?.[FLOOR_ANNOTATION] === undefined && hpa?.spec.minReplicas === 2;
    });
  }

  function verdict(path: string) {
    return async () => {
      const { phase, verdict: said } = (await plane.get(path))?.status ?? {};
      if (phase !== "Completed") return undefined;
      expect(said).toMatchObject({ ready: true });
      return true;
    };
  }

  /** What only repeats itself is one Event with a count: this makes each part say the same thing twice. */
  async function repeatEvents(): Promise<void> {
    const campaign = `${OWN}/namespaces/vision/campaigns/show`;
    for (const suspend of [true, false, true, false]) {
      await plane.merge(campaign, { spec: { suspend } });
      await waitFor(`the campaign's suspend ${suspend} shows`, async () => {
        const phase = (await plane.get(campaign))?.status?.["phase"];
        return (phase === "Suspended") === suspend;
      });
    }
    await post([standingFloor("vision")]);
    for (const _ of [1, 2]) {
      await waitFor("the floor stands", async () => (await plane.get(HPA))?.spec.minReplicas === 7);
      await plane.merge(HPA, { spec: { minReplicas: 3 } });
    }
    await waitFor("the floor stands again", async () => (await plane.get(HPA))?.spec.minReplicas === 7);
  }

  /** Nothing of ours is left but what people wrote. */
  async function expectAllGivenBack(): Promise<void> {
    const hpa = (await plane.get(HPA))!;
    // The user's own 3 came after our floor, so it is what was found.
    expect(hpa.spec.minReplicas).toBe(3);
    const carriers = [
      hpa,
      (await plane.get("/apis/apps/v1/namespaces/vision/deployments/worker"))!,
      (await plane.get("/apis/apps/v1/namespaces/vision/statefulsets/store"))!,
    ];
    for (const { metadata } of carriers) {
      expect(metadata.annotations?.[FLOOR_ANNOTATION]).toBeUndefined();
      expect(metadata.managedFields?.map(({ manager }) => manager)).not.toContain("headstart");
    }
    for (const { spec } of carriers.slice(1)) expect(spec.replicas).toBe(2);
    const pods = await plane.list(`/api/v1/namespaces/vision/pods?labelSelector=${encodeURIComponent(POOL_LABEL)}`);
    expect(pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toEqual([]);
    const left = [
      ...(await plane.list(`${OWN}/namespaces/vision/cronhpas`)),
      ...(await plane.list(`${OWN}/namespaces/vision/warmpools`)),
    ];
    expect(left.map(({ metadata }) => metadata.name).toSorted()).toEqual(
      ["standing", "store", "store", "worker", "worker"].toSorted(),
    );
  }

  it("plays a campaign under exactly its roles, every permission of which is used, and gives all back", async () => {
    await install([]);
    const policies = await waitFor("the presets have a status", async () => {
      const found = await plane.list(`${OWN}/scalingpolicies`);
      return found.length === 3 && found.every(({ status }) => status?.conditions !== undefined) ? found : undefined;
    });
    expect(policies.map(({ metadata }) => metadata.name)).toEqual(["cautious", "flash-sale", "standard"]);
    await playCampaign();
    await repeatEvents();
    const complaints = complaintsIn(processes.map(logOf).join("\n"));
    const said = await uninstall(plane, helm, processes);
    expect(said).toContain("CronHPA vision/face-fusion-plan is removed");
    expect(said).toContain("HorizontalPodAutoscaler vision/face-fusion: 7 → 3 is given back");
    await expectAllGivenBack();

    expect(complaints).toEqual([]);
    const { used, agents, forbidden } = readAudit(plane);
    expect(forbidden).toEqual([]);
    expect(agents, "an audit log tells them apart").toEqual({
      planner: new Set([agent("plan"), `${agent("plan")}/leader-election`]),
      enforcer: new Set([agent("enforce"), `${agent("enforce")}/leader-election`]),
      restore: new Set([agent("restore")]),
    });
    const rendered = await render(await realHelm());
    for (const part of PARTS) {
      const unused = [...grantedTo(part, rendered, RELEASE)].filter((each) => !used[part].has(each));
      expect(unused, `${part} is granted what it never uses`).toEqual([]);
    }
    // The kinds, and everybody's objects, outlive the chart.
    expect(await plane.get(`${OWN}/namespaces/vision/campaigns/show`)).toBeDefined();
    expect(await plane.list(`/api/v1/namespaces/${SYSTEM}/serviceaccounts`)).toHaveLength(1);
  });

  it("plays it in one namespace with Roles there and nowhere else, and touches no other", async () => {
    await install(["namespaces={vision}"]);
    await post(chartWorld("other", new Date()));
    await playCampaign();
    await repeatEvents();
    const complaints = complaintsIn(processes.map(logOf).join("\n"));
    await uninstall(plane, helm, processes);
    await expectAllGivenBack();
    expect(complaints).toEqual([]);
    expect(readAudit(plane).forbidden).toEqual([]);
    const untouched = await plane.list(`${OWN}/namespaces/other/campaigns`);
    expect(untouched.map(({ status }) => status)).toEqual([undefined, undefined]);
    expect((await plane.get("/apis/apps/v1/namespaces/other/deployments/worker"))?.spec.replicas).toBe(2);
  });

  it("owners of campaigns file them, and touch nothing else", async () => {
    await install([]);
    const may = async (verb: string, resource: string) => {
      const review = {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        spec: { user: "mia", resourceAttributes: { namespace: "vision", verb, group: "headstart.dev", resource } },
      };
      const answer = await plane.create("/apis/authorization.k8s.io/v1/subjectaccessreviews", review);
      return answer.status?.["allowed"] as boolean;
    };
    expect(await may("create", "campaigns")).toBe(false);
    const bind = ["create", "rolebinding", "mia", "--user=mia", "--namespace=vision"];
    await plane.kubectl([...bind, `--clusterrole=${RELEASE}-campaign-owner`]);
    await waitFor("the binding is seen", () => may("create", "campaigns"));
    expect(await may("list", "cronhpas")).toBe(true);
    expect(await may("patch", "cronhpas")).toBe(false);
    expect(await may("create", "predictiveautoscalers")).toBe(false);
    await plane.kubectl([...bind.with(2, "mia-edits"), "--clusterrole=edit"]);
    await waitFor("who may edit, may edit ours", () => may("create", "predictiveautoscalers"));
  });
});
