import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { findBinaries } from "../cluster/binaries.ts";
import { describeCluster } from "../cluster/describeCluster.ts";
import { CHART, type Helm, realHelm, RELEASE, render, SYSTEM } from "./helm.ts";
import { grantedTo, rulesTable } from "./rules.ts";

/** Everything that values can switch on. */
const ALL = [
  "prometheusUrl=http://prometheus.monitoring:9090",
  "networkPolicy.enabled=true",
  "serviceMonitor.enabled=true",
  "serviceMonitor.labels.release=monitoring",
  "prometheusRule.enabled=true",
  "prometheusRule.labels.release=monitoring",
  "dashboards.enabled=true",
  "flowSchema.enabled=true",
];
const OFF = [
  "crds.install=false",
  "policies.install=false",
  "restoreOnDelete=false",
  "aggregateRoles=false",
  "placeholders.createPriorityClass=false",
];

describeCluster("the chart as Helm renders it", () => {
  let helm: Helm;
  beforeAll(async () => {
    helm = await realHelm();
  });

  it.each<{ what: string; values: readonly string[] }>([
    { what: "as it comes", values: [] },
    { what: "with everything switched on", values: ALL },
    { what: "for two namespaces", values: ["namespaces={vision,games}"] },
    { what: "without CRDs, policies, hook and roles", values: OFF },
  ])("lint --strict has nothing to say $what", async ({ values }) => {
    const said = await helm(["lint", "--strict", CHART, ...values.map((each) => `--set=${each}`)]);
    expect(said).toContain("0 chart(s) failed");
  });

  it.each<{ value: string; why: string; says: RegExp }>([
    { value: "prometheusURL=http://x", why: "a value that does not exist is a typing error", says: /prometheusURL/ },
    { value: "prometheusUrl=ftp://x", why: "Prometheus speaks http", says: /prometheusUrl/ },
    { value: "planner.replicas=-1", why: "no Deployment has minus one replica", says: /planner.*replicas/s },
    { value: "planner.replicas=two", why: "a word is no number", says: /planner.*replicas/s },
    { value: "namespaces={Vision}", why: "no namespace has capitals", says: /namespaces/ },
    { value: "namespaces=vision", why: "one namespace is a list of one", says: /namespaces/ },
    {
      value: "placeholders.priority=0",
      why: "a placeholder yields to every workload",
      says: /placeholders.*priority/s,
    },
    { value: "image.pullPolicy=Sometimes", why: "Kubernetes knows three", says: /pullPolicy/ },
    { value: "flowSchema.priorityLevel=", why: "a level has a name", says: /flowSchema.*priorityLevel/s },
    { value: "crds.install=maybe", why: "a switch is on or off", says: /crds.*install/s },
    { value: "serviceMonitor.interval=often", why: "an interval is a duration", says: /serviceMonitor.*interval/s },
  ])("refuses $value: $why", async ({ value, says }) => {
    await expect(render(helm, [value])).rejects.toThrow(says);
  });

  it("the README's table of permissions is what is rendered", async () => {
    const rendered = await render(helm);
    const table = rulesTable({
      planner: grantedTo("planner", rendered, RELEASE),
      enforcer: grantedTo("enforcer", rendered, RELEASE),
      restore: grantedTo("restore", rendered, RELEASE),
    });
    const readme = readFileSync(join(CHART, "..", "..", "README.md"), "utf8");
    // Prettier pads the cells.
    const squeezed = readme.replace(/ +\|/g, " |").replace(/\| +/g, "| ").replace(/-{3,}/g, "---");
    expect(squeezed).toContain(table);
  });

  it("no rule of the controllers has a wildcard, reads a Secret, or may update other than a Lease", async () => {
    const rendered = await render(helm);
    for (const part of ["planner", "enforcer", "restore"] as const) {
      for (const each of grantedTo(part, rendered, RELEASE)) {
        expect(each).not.toMatch(/\*|secrets|deletecollection|impersonate|escalate|bind/);
        if (each.startsWith("update ")) expect(each).toBe("update coordination.k8s.io/leases");
      }
    }
  });

  it("owners of campaigns may write campaigns, and read what `campaign report` is made of", async () => {
    const role = (await render(helm)).find(({ metadata }) => metadata.name === `${RELEASE}-campaign-owner`);
    const rules = role?.["rules"] as readonly { resources: readonly string[]; verbs: readonly string[] }[];
    const writable = rules.filter(({ verbs }) => verbs.some((verb) => !["get", "list", "watch"].includes(verb)));
    expect(writable.flatMap(({ resources }) => resources)).toEqual(["campaigns"]);
    const read = rules.filter(({ verbs }) => verbs.includes("list")).flatMap(({ resources }) => resources);
    expect(read).toEqual(expect.arrayContaining(["events", "horizontalpodautoscalers", "predictiveautoscalers"]));
    expect(read).not.toContain("secrets");
  });

  it("for one namespace nothing is granted outside of it and the chart's own", async () => {
    const rendered = await render(helm, ["namespaces={vision}", "aggregateRoles=false"]);
    expect(rendered.filter(({ kind }) => /^ClusterRole/.test(kind))).toEqual([]);
    const places = new Set(rendered.filter(({ kind }) => kind === "Role").map(({ metadata }) => metadata.namespace));
    expect([...places].toSorted()).toEqual([SYSTEM, "vision"]);
    expect(rendered.filter(({ kind }) => kind === "ScalingPolicy")).toEqual([]);
  });

  it("what is switched on is rendered, and its alerts are well-formed", async () => {
    const rendered = await render(helm, ALL);
    const kinds = rendered.map(({ kind }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining(["NetworkPolicy", "PodDisruptionBudget", "ServiceMonitor", "PrometheusRule"]),
    );
    const rule = rendered.find(({ kind }) => kind === "PrometheusRule")!;
    expect(rule["metadata"]).toMatchObject({ labels: { release: "monitoring" } });
    const file = join(mkdtempSync(join(tmpdir(), "headstart-rules-")), "rules.json");
    writeFileSync(file, JSON.stringify(rule["spec"]));
    const { promtool } = await findBinaries();
    const { stdout } = await promisify(execFile)(promtool, ["check", "rules", file]);
    expect(stdout).toMatch(/SUCCESS: [4-9] rules found/);
  });

  it("every pod is of the restricted kind", async () => {
    const pods = (await render(helm, ALL)).flatMap((each) =>
      each.kind === "Pod" ? [each["spec"]] : each["spec"]?.template?.spec ? [each["spec"].template.spec] : [],
    );
    expect(pods).toHaveLength(4);
    for (const pod of pods) {
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
      for (const { securityContext } of pod.containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
      }
    }
  });
});
