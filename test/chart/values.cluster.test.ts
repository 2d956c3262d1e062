import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { yamlDocuments } from "../../src/adapters/files/yamlDocuments.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { CHART, type Helm, realHelm, render, type Rendered, SYSTEM } from "./helm.ts";

const TEXT = readFileSync(join(CHART, "values.yaml"), "utf8");
const URL = "prometheusUrl=https://prometheus";
const PASSWORD = "prometheus.passwordSecret.name=mia";
const BASIC = [URL, "prometheus.username=mia", PASSWORD];

/** For each value another one, after those that it does nothing without. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  "image.repository": ["image.repository=other"],
  "image.tag": ["image.tag=9.9.9"],
  "image.pullPolicy": ["image.pullPolicy=Always"],
  imagePullSecrets: ["imagePullSecrets[0].name=registry"],
  prometheusUrl: [URL],
  "prometheus.tenant": [URL, "prometheus.tenant=vision"],
  "prometheus.tokenSecret.name": [URL, "prometheus.tokenSecret.name=token"],
  "prometheus.tokenSecret.key": [URL, "prometheus.tokenSecret.name=token", "prometheus.tokenSecret.key=other"],
  "prometheus.username": [...BASIC, "prometheus.username=mio"],
  "prometheus.passwordSecret.name": [...BASIC, "prometheus.passwordSecret.name=mio"],
  "prometheus.passwordSecret.key": [...BASIC, "prometheus.passwordSecret.key=other"],
  "prometheus.caConfigMap.name": [URL, "prometheus.caConfigMap.name=ca"],
  "prometheus.caConfigMap.key": [URL, "prometheus.caConfigMap.name=ca", "prometheus.caConfigMap.key=other"],
  logLevel: ["logLevel=debug"],
  namespaces: ["namespaces={vision}"],
  "planner.replicas": ["planner.replicas=3"],
  "planner.resources.requests.cpu": ["planner.resources.requests.cpu=2"],
  "planner.resources.requests.memory": ["planner.resources.requests.memory=2Gi"],
  "planner.resources.limits.memory": ["planner.resources.limits.memory=2Gi"],
  "enforcer.replicas": ["enforcer.replicas=3"],
  "enforcer.resources.requests.cpu": ["enforcer.resources.requests.cpu=2"],
  "enforcer.resources.requests.memory": ["enforcer.resources.requests.memory=2Gi"],
  "enforcer.resources.limits.memory": ["enforcer.resources.limits.memory=2Gi"],
  "crds.install": ["crds.install=false"],
  "crds.keep": ["crds.keep=false"],
  "policies.install": ["policies.install=false"],
  "placeholders.createPriorityClass": ["placeholders.createPriorityClass=false"],
  "placeholders.image": ["placeholders.image=pause"],
  "placeholders.priority": ["placeholders.priority=-20"],
  restoreOnDelete: ["restoreOnDelete=false"],
  aggregateRoles: ["aggregateRoles=false"],
  priorityClassName: ["priorityClassName="],
  "flowSchema.enabled": ["flowSchema.enabled=true"],
  "flowSchema.priorityLevel": ["flowSchema.enabled=true", "flowSchema.priorityLevel=workload-low"],
  "flowSchema.leasePriorityLevel": ["flowSchema.enabled=true", "flowSchema.leasePriorityLevel=workload-low"],
  "podDisruptionBudget.enabled": ["podDisruptionBudget.enabled=false"],
  "networkPolicy.enabled": ["networkPolicy.enabled=true"],
  "serviceMonitor.enabled": ["serviceMonitor.enabled=true"],
  "serviceMonitor.interval": ["serviceMonitor.enabled=true", "serviceMonitor.interval=10s"],
  "serviceMonitor.labels": ["serviceMonitor.enabled=true", "serviceMonitor.labels.release=m"],
  "prometheusRule.enabled": ["prometheusRule.enabled=true"],
  "prometheusRule.labels": ["prometheusRule.enabled=true", "prometheusRule.labels.release=m"],
  "prometheusRule.runbookUrl": ["prometheusRule.enabled=true", "prometheusRule.runbookUrl=https://docs.example.test/r"],
  "dashboards.enabled": ["dashboards.enabled=true"],
  "dashboards.labels.grafana_dashboard": ["dashboards.enabled=true", "dashboards.labels.grafana_dashboard=yes"],
  "dashboards.annotations": ["dashboards.enabled=true", "dashboards.annotations.grafana_folder=A"],
  nodeSelector: ["nodeSelector.pool=system"],
  tolerations: ["tolerations[0].operator=Exists"],
  affinity: ["affinity.nodeAffinity.x=1"],
};

const paths = leavesOf(yamlDocuments(TEXT)[0]?.value, []);

describeCluster("the chart's values", () => {
  let helm: Helm;
  beforeAll(async () => {
    helm = await realHelm();
  });

  it("are all tried here", () => {
    expect(Object.keys(OTHERS).toSorted()).toEqual(paths.toSorted());
  });

  it.each(Object.entries(OTHERS))("%s has an effect, and is known to the schema", async (_path, values) => {
    const without = JSON.stringify(await render(helm, values.slice(0, -1)));
    expect(JSON.stringify(await render(helm, values))).not.toBe(without);
  });

  it("are each said what they are for", () => {
    const said = describedIn(TEXT);
    const silent = paths.filter((path) => !prefixesOf(path).some((prefix) => said.has(prefix)));
    expect(silent).toEqual([]);
  });

  it("let the planner, and nobody else, in to a guarded Prometheus by files", async () => {
    const files = "/etc/headstart/prometheus";
    const guarded = ["prometheus.tenant=vision", "prometheus.caConfigMap.name=prometheus-access"];
    for (const { values, args } of [
      { values: BASIC, args: ["--prometheus-username=mia", `--prometheus-password-file=${files}/password`] },
      { values: [URL, "prometheus.tokenSecret.name=mia"], args: [`--prometheus-token-file=${files}/token`] },
    ]) {
      const rendered = await render(helm, [...values, ...guarded]);
      const podOf = (part: string) =>
        rendered.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === `headstart-${part}`)?.["spec"]
          .template.spec;
      expect(podOf("planner").containers[0].args).toEqual(
        expect.arrayContaining([...args, "--prometheus-tenant=vision", `--prometheus-ca-file=${files}/ca.crt`]),
      );
      expect(podOf("planner").volumes[0].projected.sources).toHaveLength(2);
      expect(JSON.stringify(podOf("enforcer"))).not.toContain("prometheus");
    }
  });

  it.each([
    { values: BASIC.slice(0, 2), says: "give prometheus.passwordSecret as well" },
    { values: [URL, PASSWORD], says: "give prometheus.username as well" },
    { values: [...BASIC, "prometheus.tokenSecret.name=mia"], says: "give one of them" },
    { values: ["prometheus.tokenSecret.name=mia"], says: "give prometheusUrl as well" },
    { values: ["prometheus.tenant=vision"], says: "give prometheusUrl as well" },
  ])("say who asks Prometheus once, and not by halves: $says", async ({ values, says }) => {
    await expect(render(helm, values)).rejects.toThrow(says);
  });

  it("are texts wherever YAML would read something else, and a namespace is named once", async () => {
    const values = [URL, "prometheus.tenant=a: b #c", "prometheus.username=on: x", PASSWORD, "namespaces={on,yes}"];
    const rendered = await render(helm, values);
    const isPlanner = ({ kind, metadata }: Rendered) => kind === "Deployment" && metadata.name === "headstart-planner";
    expect(rendered.find(isPlanner)?.["spec"].template.spec.containers[0].args).toEqual(
      expect.arrayContaining(["--prometheus-tenant=a: b #c", "--prometheus-username=on: x", "--namespaces=on,yes"]),
    );
    expect(new Set(rendered.map(({ metadata }) => metadata.namespace))).toEqual(
      new Set([undefined, SYSTEM, "on", "yes"]),
    );
    await expect(render(helm, ["namespaces={vision,vision}"])).rejects.toThrow("items at 0 and 1 are equal");
  });

  it("can leave out whatever is not in a namespace", async () => {
    const values = ["namespaces={vision}", "aggregateRoles=false", "crds.install=false"];
    const rendered = await render(helm, [...values, "placeholders.createPriorityClass=false"]);
    const clusterWide = rendered.filter(({ metadata }) => metadata.namespace === undefined);
    expect(clusterWide.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([]);
  });

  it("let every pod of the chart onto the same nodes, and past a quota that wants requests", async () => {
    const values = ["nodeSelector.pool=system", "tolerations[0].operator=Exists", "affinity.nodeAffinity.x=1"];
    const rendered = await render(helm, values);
    const pods = rendered.flatMap(({ kind, spec }) => (kind === "Pod" ? [spec] : (spec?.template?.spec ?? [])));
    expect(pods).toHaveLength(4);
    for (const pod of pods) {
      expect(pod).toMatchObject({ nodeSelector: { pool: "system" }, tolerations: [{ operator: "Exists" }] });
      expect(pod).toMatchObject({
        affinity: { nodeAffinity: { x: 1 } },
        containers: [{ resources: { requests: {} } }],
      });
    }
  });

  it("give the uninstalling Job what it needs where the cluster is full or a quota wants requests", async () => {
    const pod = (await render(helm)).find(({ kind }) => kind === "Job")?.["spec"].template.spec;
    expect(pod.priorityClassName).toBe("system-cluster-critical");
    expect(pod.containers[0].resources).toEqual({
      requests: { cpu: "50m", memory: "128Mi" },
      limits: { memory: "512Mi" },
    });
  });
});

/** Paths of what is no mapping, or an empty one. */
function leavesOf(value: unknown, path: readonly string[]): readonly string[] {
  const isTree = typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
  if (!isTree) return [path.join(".")];
  return Object.entries(value as object).flatMap(([key, each]) => leavesOf(each, [...path, key]));
}

function prefixesOf(path: string): readonly string[] {
  const parts = path.split(".");
  return parts.map((_, index) => parts.slice(0, index + 1).join("."));
}

/** Paths of the keys that stand below a comment. */
function describedIn(text: string): ReadonlySet<string> {
  const described = new Set<string>();
  const above: string[] = [];
  let comment = false;
  for (const line of text.split("\n")) {
    const [, indent = "", key] = /^( *)([A-Za-z]+):/.exec(line) ?? [];
    if (key !== undefined) {
      above.splice(indent.length / 2);
      above.push(key);
      if (comment) described.add(above.join("."));
    }
    comment = /^ *#/.test(line);
  }
  return described;
}
