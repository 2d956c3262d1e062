import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiClient, type ApiClient } from "./apiClient.ts";
import { auditing } from "./audit.ts";
import { type Authority, createAuthority, createSigningKey } from "./certificates.ts";
import { type Binaries, findBinaries } from "./binaries.ts";
import { freePorts } from "./freePort.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { type Leashed, leash } from "./leash.ts";
import { InVain, waitFor } from "./waitFor.ts";

export interface ControlPlane extends ApiClient {
  /** Of an administrator; lives in the control plane's own folder. */
  readonly kubeconfig: string;
  readonly server: string;
  readonly folder: string;
  readonly authority: Authority;
  readonly binaries: Binaries;
  /** Adds ready nodes with so much room each, such as `{cpu: "8", memory: "32Gi", pods: "110"}`. */
  addNodes(count: number, allocatable: Readonly<Record<string, string>>): Promise<void>;
  component(name: "etcd" | "kube-apiserver" | "kube-controller-manager" | "kube-scheduler" | "kwok"): Leashed;
  stop(): Promise<void>;
}

export interface ControlPlaneOptions {
  readonly report?: (line: string) => void;
  /** How long an HPA remembers higher wishes, such as `5s`. */
  readonly downscaleStabilisation?: string;
  /** Group of users of whom every request is in the audit log, reads and refusals too. */
  readonly auditGroup?: string;
}

/** A cold start on a busy machine; it takes four seconds on an idle one. */
const START = 120_000;

/**
 * A real control plane of its own: own folder, own ports, own certificates; it ends with the process that
 * started it.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const binaries = await findBinaries(options.report);
  const folder = mkdtempSync(join(tmpdir(), "headstart-cluster-"));
  const running: Leashed[] = [];
  const stop = async () => {
    // In the reverse order of their start, so that nobody logs an outage for minutes.
    for (const component of running.toReversed()) await component.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return await start(folder, binaries, { ...options, running, stop });
  } catch (error) {
    const logs = running.map((component) => `--- ${component.name}\n${component.log()}`).join("\n");
    await stop();
    throw new Error(`the control plane did not start\n${logs}`, { cause: error });
  }
}

interface Start extends ControlPlaneOptions {
  readonly running: Leashed[];
  readonly stop: () => Promise<void>;
}

async function start(folder: string, binaries: Binaries, options: Start): Promise<ControlPlane> {
  const [etcdPort, peerPort, apiPort, schedulerPort, managerPort] = (await freePorts(5)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const authority = createAuthority(join(folder, "pki"));
  const names = ["DNS:localhost", "DNS:kubernetes", "DNS:kubernetes.default.svc", "IP:127.0.0.1", "IP:10.0.0.1"];
  const serving = authority.issue("apiserver", "/CN=kube-apiserver", names);
  // Of a second authority: a client certificate of the first must not be able to speak for others.
  const front = createAuthority(join(folder, "front-proxy"));
  const proxy = front.issue("proxy", "/CN=front-proxy");
  const admin = authority.issue("admin", "/O=system:masters/CN=admin");
  const signing = createSigningKey(join(folder, "pki"));
  const server = `https://127.0.0.1:${apiPort}`;
  const kubeconfig = writeKubeconfig(join(folder, "admin.kubeconfig"), {
    server,
    authority: authority.certificate,
    admin,
  });
  const run = (name: keyof Binaries, args: readonly string[]) => {
    const component = leash({ name, command: binaries[name], args, logFile: join(folder, `${name}.log`) });
    options.running.push(component);
    return component;
  };

  const etcd = `http://127.0.0.1:${etcdPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  run("etcd", [
    `--data-dir=${join(folder, "etcd")}`,
    `--listen-client-urls=${etcd}`,
    `--advertise-client-urls=${etcd}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    "--unsafe-no-fsync",
    "--log-level=warn",
  ]);
  run("kube-apiserver", [
    `--etcd-servers=${etcd}`,
    `--secure-port=${apiPort}`,
    "--bind-address=127.0.0.1",
    "--authorization-mode=RBAC",
    `--client-ca-file=${authority.certificate}`,
    `--tls-cert-file=${serving.certificate}`,
    `--tls-private-key-file=${serving.key}`,
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${signing.publicKey}`,
    `--service-account-signing-key-file=${signing.privateKey}`,
    "--service-cluster-ip-range=10.0.0.0/24",
    // The aggregator's clients: without them it does not forward to the external metrics server.
    `--requestheader-client-ca-file=${front.certificate}`,
    `--proxy-client-cert-file=${proxy.certificate}`,
    `--proxy-client-key-file=${proxy.key}`,
    "--requestheader-username-headers=X-Remote-User",
    "--requestheader-group-headers=X-Remote-Group",
    "--requestheader-extra-headers-prefix=X-Remote-Extra-",
    ...auditing(folder, options.auditGroup),
    "--v=1",
  ]);
  const client = apiClient(server, { authority: authority.certificate, admin, kubectl: binaries.kubectl, kubeconfig });
  await waitFor("the API server is ready", readyUnlessDead(client, options.running), START);
  run("kube-controller-manager", [
    `--kubeconfig=${kubeconfig}`,
    "--leader-elect=false",
    "--controllers=*,-nodeipam,-node-route-controller,-service-lb-controller,-cloud-node-lifecycle-controller",
    "--horizontal-pod-autoscaler-sync-period=1s",
    `--horizontal-pod-autoscaler-downscale-stabilization=${options.downscaleStabilisation ?? "5s"}`,
    `--service-account-private-key-file=${signing.privateKey}`,
    `--root-ca-file=${authority.certificate}`,
    `--secure-port=${managerPort}`,
    "--bind-address=127.0.0.1",
  ]);
  run("kube-scheduler", [
    `--kubeconfig=${kubeconfig}`,
    "--leader-elect=false",
    `--secure-port=${schedulerPort}`,
    "--bind-address=127.0.0.1",
  ]);
  run("kwok", [
    `--kubeconfig=${kubeconfig}`,
    "--manage-all-nodes=true",
    `--config=${join(import.meta.dirname, "stages.yaml")}`,
    "--node-lease-duration-seconds=40",
  ]);
  await waitFor(
    "the default service account exists",
    () => client.get("/api/v1/namespaces/default/serviceaccounts/default"),
    START,
  );
  return {
    ...client,
    kubeconfig,
    server,
    folder,
    authority,
    binaries,
    addNodes: (count, allocatable) => addNodes(client, count, allocatable),
    component: (name) => {
      const found = options.running.find((component) => component.name === name);
      if (found === undefined) throw new Error(`${name} was not started`);
      return found;
    },
    stop: options.stop,
  };
}

function readyUnlessDead(client: ApiClient, running: readonly Leashed[]) {
  return async () => {
    const dead = running.find((component) => !component.running());
    if (dead !== undefined) throw new InVain(`${dead.name} has ended`);
    return (await client.raw("GET", "/readyz")).status === 200;
  };
}

async function addNodes(
  client: ApiClient,
  count: number,
  allocatable: Readonly<Record<string, string>>,
): Promise<void> {
  const present = (await client.list("/api/v1/nodes")).length;
  for (let index = present; index < present + count; index++) {
    const name = `node-${index}`;
    await client.create("/api/v1/nodes", {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name, labels: { "kubernetes.io/hostname": name } },
      status: { allocatable, capacity: allocatable },
    });
  }
  await waitFor("the nodes are ready", async () => {
    const nodes = await client.list("/api/v1/nodes");
    const ready = nodes.filter((node) =>
      node.status?.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True"),
    );
    return ready.length >= present + count;
  });
}
