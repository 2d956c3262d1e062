import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { ControlPlane } from "./controlPlane.ts";
import { waitFor } from "./waitFor.ts";

const GROUP = "external.metrics.k8s.io";
const NAMESPACE = "kube-system";
const NAME = "external-metrics";

/** What HPAs of the control plane see as their external metrics; the same in every namespace. */
export interface ExternalMetrics {
  set(metric: string, value: number): void;
  /** From now on the metric has no value: the HPA's ScalingActive becomes False. */
  unset(metric: string): void;
  stop(): Promise<void>;
}

/** Serves external.metrics.k8s.io/v1beta1 over TLS and registers it with the API server. */
export async function serveExternalMetrics(plane: ControlPlane): Promise<ExternalMetrics> {
  const values = new Map<string, number>();
  const certificate = plane.authority.issue(NAME, `/CN=${NAME}`, [
    `DNS:${NAME}.${NAMESPACE}.svc`,
    "DNS:localhost",
    "IP:127.0.0.1",
  ]);
  const server = createServer(
    { cert: readFileSync(certificate.certificate), key: readFileSync(certificate.key) },
    (request, response) => {
      const metric = new URL(request.url ?? "/", "https://localhost").pathname.split("/").at(-1) ?? "";
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(metric === "v1beta1" ? resourceList() : valueList(metric, values.get(metric))));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await register(plane, (server.address() as AddressInfo).port);
  return {
    set: (metric, value) => void values.set(metric, value),
    unset: (metric) => void values.delete(metric),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function resourceList() {
  const resources = [
    { name: "demand", singularName: "", namespaced: true, kind: "ExternalMetricValueList", verbs: ["get"] },
  ];
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion: `${GROUP}/v1beta1`, resources };
}

function valueList(metricName: string, value: number | undefined) {
  const timestamp = new Date().toISOString();
  const item = { metricName, metricLabels: {}, timestamp, value: `${Math.round((value ?? 0) * 1000)}m` };
  return {
    kind: "ExternalMetricValueList",
    apiVersion: `${GROUP}/v1beta1`,
    metadata: {},
    items: value === undefined ? [] : [item],
  };
}

async function register(plane: ControlPlane, port: number): Promise<void> {
  await plane.create(`/api/v1/namespaces/${NAMESPACE}/services`, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: NAME, namespace: NAMESPACE },
    spec: { type: "ExternalName", externalName: "localhost", ports: [{ port }] },
  });
  await plane.create("/apis/apiregistration.k8s.io/v1/apiservices", {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: { name: `v1beta1.${GROUP}` },
    spec: {
      group: GROUP,
      version: "v1beta1",
      groupPriorityMinimum: 100,
      versionPriority: 100,
      service: { namespace: NAMESPACE, name: NAME, port },
      caBundle: readFileSync(plane.authority.certificate).toString("base64"),
    },
  });
  await waitFor("the external metrics are served", async () => {
    const answer = await plane.raw("GET", `/apis/${GROUP}/v1beta1/namespaces/default/demand`);
    return answer.status === 200;
  });
}
