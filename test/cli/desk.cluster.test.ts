import { afterAll, beforeAll, expect, it } from "vitest";
import type { PlanJson } from "../../src/plan/told/planJson.ts";
import { type ControlPlane, startControlPlane } from "../cluster/controlPlane.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { installCrds } from "../cluster/installCrds.ts";
import { sampleDeployment, sampleHpa } from "../cluster/samples.ts";
import { waitFor } from "../cluster/waitFor.ts";
import { runHeadstart } from "../story/runHeadstart.ts";

/** The shape of `doctor -o json`. */
interface Examined {
  readonly findings: readonly { readonly code: string; readonly message: string }[];
}
const OWN = "/apis/headstart.dev/v1alpha1/namespaces/default";

const shortBy = (replicas: number) => `sample is short by ${replicas}, because the HPA's maxReplicas allows 40`;

describeCluster("the desk at a real API server", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane();
    await installCrds(plane);
    const sample = { name: "sample", startup: "1s" };
    await plane.kubectl(["apply", "-f", "-"], JSON.stringify(sampleDeployment(sample)));
    const hpa = sampleHpa({ name: "sample", min: 4, max: 40, perReplica: 25 });
    await plane.create("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers", hpa);
    await plane.create(`${OWN}/predictiveautoscalers`, {
      apiVersion: "headstart.dev/v1alpha1",
      kind: "PredictiveAutoscaler",
      metadata: { name: "sample" },
      spec: {
        scaleTargetRef: { name: "sample" },
        demand: { perReplica: "25", signals: [{ name: "all", query: "sum(rate(x[1m]))" }] },
        startup: { leadTime: "10m" },
      },
    });
  });
  afterAll(() => plane?.stop());

  async function headstart(...words: readonly string[]) {
    const {
      exitCode: code,
      stdout: out,
      stderr: err,
    } = await runHeadstart([...words, "--kubeconfig", plane.kubeconfig]);
    return { code, out, err };
  }

  it("a hold is filed, listed, shown, and explained; a shortage is exit 3; nothing is led", async () => {
    const held = await headstart("hold", "sample", "--replicas", "50", "--until", "1h", "--reason", "load test");
    // Filed all the same: the promise is reported short until somebody raises the maximum.
    expect(held).toMatchObject({ code: 0, err: `note: ${shortBy(10)}\n` });
    const name = /default\/(hold-sample-\S+)/.exec(held.out)?.[1] ?? "";
    expect(await plane.get(`${OWN}/campaigns/${name}`)).toMatchObject({
      metadata: { annotations: { "headstart.dev/reason": "load test" } },
    });
    expect((await headstart("campaign", "list", "-A")).out).toContain(name);
    expect((await headstart("campaign", "show", name)).out).toContain("because: load test");

    const report = await headstart("campaign", "report", name);
    expect(report).toMatchObject({ code: 0, err: "" });
    expect(report.out).toContain("not recorded:  it has not started");
    expect(JSON.parse((await headstart("campaign", "report", name, "-o", "json")).out)).toMatchObject({
      name,
      targets: [],
    });

    const explained = await headstart("explain", "sample");
    expect(explained.code, explained.err).toBe(3);
    expect(explained.out).toContain(`the floor is 40: campaign default/${name} asks for 40`);
    expect(explained.out).toContain("short by 10");
    const { targets } = JSON.parse((await headstart("explain", "default/sample", "-o", "json")).out) as PlanJson;
    expect(targets[0]).toMatchObject({ name: "sample", floor: 40, shortBy: 10 });
    expect(await plane.list(`${OWN}/cronhpas`)).toEqual([]);
    const hpa = await plane.get("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/sample");
    expect(hpa?.spec.minReplicas).toBe(4);
  });

  it("doctor names what the sample lacks, by what the API server says", async () => {
    const { code, out, err } = await headstart("doctor", "sample", "-o", "json");
    expect(code, err).toBe(3);
    const codes = (JSON.parse(out) as Examined).findings.map((finding) => finding.code);
    expect(codes).toEqual(["NoReadinessProbe", "NoRequests", "NoPreStop", "NoDisruptionBudget", "TwoWriters"]);
    const absent = await headstart("doctor", "absent");
    expect(absent).toMatchObject({ code: 1, out: "" });
    expect(absent.err).toMatch(
      /^headstart: there is no Deployment and no StatefulSet absent in namespace default; give/,
    );
    const store = { ...sampleDeployment({ name: "store", startup: "1s" }), kind: "StatefulSet" };
    const spec = { ...store.spec, serviceName: "store" };
    await plane.create("/apis/apps/v1/namespaces/default/statefulsets", { ...store, spec });
    const { findings } = JSON.parse((await headstart("doctor", "store", "-o", "json")).out) as Examined;
    expect(findings.map((finding) => finding.code)).toContain("NoReadinessProbe");
  });

  it("doctor counts what a LimitRange gives containers that ask for nothing, as the API server does", async () => {
    const namespace = "bounded";
    await plane.create("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    const core = `/api/v1/namespaces/${namespace}`;
    // The API server fills in the defaults from these: half a core, which is the limit as well.
    const limits = [{ type: "Container", max: { cpu: "500m" }, defaultRequest: { memory: "64Mi" } }];
    const range = { apiVersion: "v1", kind: "LimitRange", metadata: { name: "team" }, spec: { limits } };
    await plane.create(`${core}/limitranges`, range);
    const spec = { hard: { "requests.cpu": "5", "limits.cpu": "5" } };
    await plane.create(`${core}/resourcequotas`, {
      ...{ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "team" }, spec },
    });
    const sample = { name: "sample", namespace, startup: "1s", requests: {} };
    await plane.kubectl(["apply", "-f", "-"], JSON.stringify(sampleDeployment(sample)));
    const hpa = sampleHpa({ name: "sample", namespace, min: 2, max: 11, perReplica: 25 });
    await plane.create(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`, hpa);
    await waitFor("the quota counts its two pods", async () => {
      const used = (await plane.get(`${core}/resourcequotas/team`))?.status?.["used"] as Record<string, string>;
      return used?.["requests.cpu"] === "1";
    });
    const { findings } = JSON.parse((await headstart("doctor", `${namespace}/sample`, "-o", "json")).out) as Examined;
    const quota = findings.filter(({ code }) => code === "QuotaTooSmall").map(({ message }) => message);
    expect(quota).toEqual(["admits 8 more of its pods, and the autoscaler may ask for 9"]);
    expect(findings.map(({ code }) => code)).not.toContain("NoRequests");
  });

  it("what is not there is one line with the remedy", async () => {
    const absent = await headstart("explain", "absent");
    expect(absent.code).toBe(1);
    expect(absent.err).toMatch(
      /^headstart: TARGET: no PredictiveAutoscaler absent .*; kubectl get pas -A lists them.*\n$/,
    );
    expect(await headstart("campaign", "show", "absent")).toMatchObject({ code: 1, out: "" });
  });

  it("a hold of what is not there is refused, for it would hold nothing, and says what there is", async () => {
    const before = await plane.list(`${OWN}/campaigns`);
    const flags = ["--replicas", "5", "--until", "1h", "--reason", "test"];
    const held = await headstart("hold", "sampel", ...flags);
    expect(held).toMatchObject({ code: 1, out: "" });
    expect(held.err).toBe(
      "headstart: there is no PredictiveAutoscaler sampel in namespace default; " +
        "there are sample; name one of them, or give another namespace by -n\n",
    );
    const nowhere = await headstart("hold", "nowhere/x", ...flags);
    expect(nowhere.err).toContain("no PredictiveAutoscaler x in namespace nowhere; give its namespace by -n");
    expect(await plane.list(`${OWN}/campaigns`)).toHaveLength(before.length);
  });

  it("a campaign from flags is filed once, printed, and kubectl takes what --dry-run writes", async () => {
    const flags = ["--zone", "Asia/Shanghai", "--start", "2126-11-11T00:00", "--end", "2126-11-11T02:00"];
    const file = (...words: readonly string[]) => headstart("campaign", "file", ...words, ...flags);
    const filed = await file("eleven", "--target", "sample=replicas:20");
    expect(filed).toMatchObject({ code: 0, err: "" });
    expect(filed.out).toContain(
      "is filed, first from 2126-11-10T16:00:00Z to 2126-11-10T18:00:00Z (2126-11-11 00:00 to 02:00 in Asia/Shanghai);",
    );
    expect((await plane.get(`${OWN}/campaigns/eleven`))?.spec).toMatchObject({ start: "2126-11-11T00:00" });
    expect((await file("eleven", "--target", "sample=replicas:20")).err).toContain("already exists; give another name");
    expect((await file("other", "--target", "absent=replicas:20")).err).toContain("there are sample; name one of them");
    const above = await file("above", "--target", "sample=replicas:41");
    expect(above).toMatchObject({ code: 0, err: `note: ${shortBy(1)}\n` });
    const dry = await file("twelve", "--target", "sample=demand:100", "--dry-run");
    expect(await plane.kubectl(["apply", "-f", "-"], dry.out)).toContain("campaign.headstart.dev/twelve created");
    expect((await headstart("campaign", "show", "twelve", "-o", "yaml")).out).not.toContain("managedFields");
  });

  it("an empty list and a campaign that is not there say where to look", async () => {
    const empty = await headstart("campaign", "list", "-n", "kube-system");
    expect(empty).toMatchObject({ code: 0 });
    expect(empty.err).toBe("note: there is no campaign in namespace kube-system; -A lists those of all\n");
    expect((await headstart("campaign", "show", "absent")).err).toContain("headstart campaign list -A lists all");
  });

  it("restore says that there is nothing, and warns of a controller that would raise again", async () => {
    expect(await headstart("restore", "--namespaces", "kube-system")).toEqual({
      code: 0,
      out: "nothing of ours stands\n",
      err: "",
    });
    const owner = await plane.get(`${OWN}/predictiveautoscalers/sample`);
    await plane.create(`${OWN}/cronhpas`, {
      apiVersion: "headstart.dev/v1alpha1",
      kind: "CronHPA",
      metadata: {
        name: "sample-plan",
        ownerReferences: [
          {
            apiVersion: "headstart.dev/v1alpha1",
            kind: "PredictiveAutoscaler",
            name: "sample",
            uid: owner?.metadata.uid ?? "",
            controller: true,
          },
        ],
      },
      spec: { scaleTargetRef: { name: "sample" }, timeZone: "UTC" },
    });
    const restored = await headstart("restore", "--namespaces", "default");
    expect(restored.out).toBe("CronHPA default/sample-plan is removed\n");
    expect(restored.err).toContain("note: a controller that still runs raises again; stop it with --stop");
  });
});
