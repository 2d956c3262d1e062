import { readFileSync } from "node:fs";
import { Agent, request } from "undici";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ControlPlane, startControlPlane } from "../cluster/controlPlane.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { waitFor } from "../cluster/waitFor.ts";
import { CHART, type Helm, realHelm, RELEASE, SYSTEM } from "./helm.ts";
import { PARTS } from "./rules.ts";

const FLOWS = "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas";
const LEVELS = "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations";
const LEASES = `/apis/coordination.k8s.io/v1/namespaces/${SYSTEM}/leases`;
const ELSEWHERE = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
const HPAS = "/apis/autoscaling/v2/horizontalpodautoscalers";

describeCluster("the chart's FlowSchemas on the real API server", () => {
  let plane: ControlPlane;
  let helm: Helm;
  let dispatcher: Agent;
  beforeAll(async () => {
    plane = await startControlPlane();
    helm = await realHelm(plane.kubeconfig);
    dispatcher = new Agent({ connect: { ca: readFileSync(plane.authority.certificate) } });
  });
  afterAll(async () => {
    await dispatcher?.close();
    await plane?.stop();
  });

  async function deploy(values: readonly string[]): Promise<void> {
    const set = values.map((each) => `--set=${each}`);
    await helm(["upgrade", "--install", RELEASE, CHART, `--namespace=${SYSTEM}`, "--create-namespace", ...set]);
  }

  /** Which FlowSchema and which level the API server found for a request of this part, as it says in its answer. */
  async function flowOf(part: string, path: string, method: "GET" | "PUT" = "GET"): Promise<string> {
    const token = await plane.kubectl(["create", "token", `${RELEASE}-${part}`, `--namespace=${SYSTEM}`]);
    const answer = await request(`${plane.server}${path}`, {
      ...{ method, dispatcher },
      headers: { authorization: `Bearer ${token.trim()}`, "content-type": "application/json" },
      ...(method === "PUT" ? { body: "{}" } : {}),
    });
    await answer.body.dump();
    const named = async (collection: string, header: string) =>
      (await plane.list(collection)).find(({ metadata }) => metadata.uid === answer.headers[header])?.metadata.name;
    const flow = await named(FLOWS, "x-kubernetes-pf-flowschema-uid");
    return `${flow} ${await named(LEVELS, "x-kubernetes-pf-prioritylevel-uid")}`;
  }

  it("switched on, Leases and all else of each part have levels of their own; else they share one", async () => {
    await deploy([]);
    expect(await flowOf("planner", HPAS)).toBe("service-accounts workload-low");
    await deploy(["flowSchema.enabled=true"]);
    await waitFor("they are in force", async () => !(await flowOf("planner", HPAS)).startsWith("service-accounts"));
    for (const part of PARTS) {
      expect(await flowOf(part, HPAS)).toBe(`${RELEASE}-controllers workload-high`);
      expect(await flowOf(part, `${LEASES}/${RELEASE}-${part}`)).toBe(`${RELEASE}-leases leader-election`);
      expect(await flowOf(part, `${LEASES}/${RELEASE}-${part}`, "PUT")).toBe(`${RELEASE}-leases leader-election`);
      expect(await flowOf(part, `${ELSEWHERE}/x`), "Leases of others").toBe(`${RELEASE}-controllers workload-high`);
    }
    // A level that is not there would be no level at all.
    for (const { metadata, status } of (await plane.list(FLOWS)).filter(({ metadata: { name } }) =>
      name.startsWith(RELEASE),
    )) {
      expect(status?.conditions, metadata.name).toMatchObject([{ type: "Dangling", status: "False" }]);
    }
    await deploy(["flowSchema.enabled=false"]);
    await waitFor("they are gone", async () => (await flowOf("planner", HPAS)) === "service-accounts workload-low");
  });
});
