import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { cleanEnvironment } from "./leash.ts";
import { withLock } from "./lock.ts";

/** One Go module and the programs that are built from it. */
interface Component {
  readonly module: string;
  readonly packages: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
}

const KUBERNETES = "1.35.4";
const stamp = (name: string, value: string) => `-X k8s.io/component-base/version.${name}=${value}`;
const kubernetesVersion = [stamp("gitVersion", `v${KUBERNETES}`), stamp("gitMajor", "1"), stamp("gitMinor", "35")];

const COMPONENTS: readonly Component[] = [
  { module: "etcd", packages: { etcd: "." }, flags: ["-ldflags", "-s -w"] },
  {
    module: "kubernetes",
    packages: Object.fromEntries(
      ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"].map((name) => [
        name,
        `k8s.io/kubernetes/cmd/${name}`,
      ]),
    ),
    flags: ["-ldflags", ["-s -w", ...kubernetesVersion].join(" ")],
  },
  { module: "kwok", packages: { kwok: "sigs.k8s.io/kwok/cmd/kwok" }, flags: ["-ldflags", "-s -w"] },
  {
    module: "prometheus",
    packages: {
      prometheus: "github.com/prometheus/prometheus/cmd/prometheus",
      promtool: "github.com/prometheus/prometheus/cmd/promtool",
    },
    flags: ["-tags", "remove_all_sd", "-ldflags", "-s -w"],
  },
  { module: "helm", packages: { helm: "helm.sh/helm/v4/cmd/helm" }, flags: ["-ldflags", "-s -w"] },
];

/** Programs of a real control plane, by name, as absolute paths. */
export type Binaries = Readonly<
  Record<
    | "etcd"
    | "kube-apiserver"
    | "kube-controller-manager"
    | "kube-scheduler"
    | "kubectl"
    | "kwok"
    | "prometheus"
    | "promtool"
    | "helm",
    string
  >
>;

const CACHE = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "headstart", "bin");
/** An empty cache takes some ten minutes on two idle cores, and was seen to take thirty on busy ones. */
const LONGEST_BUILD = 90 * 60_000;

/** Why there is no real control plane on this machine, in one line with the remedy; undefined when there can be one. */
export function missingTools(): string | undefined {
  const leftOut = "the real control plane is left out";
  for (const [tool, version] of [
    ["bash", "--version"],
    ["openssl", "version"],
  ] as const) {
    if (!runs(tool, version))
      return `${leftOut}: ${tool} is not installed; install it with the system's package manager`;
  }
  if (COMPONENTS.every((component) => missingPrograms(component).length === 0)) return undefined;
  if (runs("go", "version")) return undefined;
  return `${leftOut}: Go is not installed; install Go 1.26 or later, it is built once (some ten minutes) and cached`;
}

function runs(tool: string, argument: string): boolean {
  return spawnSync(tool, [argument], { stdio: "ignore" }).status === 0;
}

/**
 * The programs: given by KUBEBUILDER_ASSETS, from the cache, or built now; two runs at once build once.
 * @throws when something must be built and cannot be; the message says what is missing
 */
export async function findBinaries(report: (line: string) => void = () => {}): Promise<Binaries> {
  for (const component of COMPONENTS) {
    if (missingPrograms(component).length === 0) continue;
    const missing = missingTools();
    if (missing !== undefined) throw new Error(missing);
    mkdirSync(CACHE, { recursive: true });
    await withLock(join(CACHE, `${component.module}.lock`), LONGEST_BUILD, () => build(component, report));
  }
  const own = COMPONENTS.flatMap((component) =>
    Object.keys(component.packages).map((name) => [name, join(folderOf(component), name)] as const),
  );
  return { ...Object.fromEntries(own), ...givenAssets() } as Binaries;
}

/** etcd, kube-apiserver and kubectl that somebody already has, by the convention of kubebuilder. */
function givenAssets(): Readonly<Record<string, string>> {
  const assets = process.env["KUBEBUILDER_ASSETS"];
  if (assets === undefined || !existsSync(assets)) return {};
  const found = readdirSync(assets).filter((name) => ["etcd", "kube-apiserver", "kubectl"].includes(name));
  return Object.fromEntries(found.map((name) => [name, join(assets, name)]));
}

function moduleFolder({ module }: Component): string {
  return join(import.meta.dirname, "go", module);
}

/** Keyed by all that decides the outcome, so that a new version never runs an old program. */
function folderOf(component: Component): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(moduleFolder(component)).toSorted()) {
    hash.update(file).update(readFileSync(join(moduleFolder(component), file)));
  }
  hash.update(component.flags.join(" "));
  return join(CACHE, `${component.module}-${hash.digest("hex").slice(0, 16)}`);
}

/** Programs that are neither given nor in the cache. */
function missingPrograms(component: Component): readonly string[] {
  const [folder, given] = [folderOf(component), givenAssets()];
  return Object.keys(component.packages).filter((name) => given[name] === undefined && !existsSync(join(folder, name)));
}

/** Each program appears under its name only when it is whole, so that an interrupted build is simply gone on with. */
async function build(component: Component, report: (line: string) => void): Promise<void> {
  const folder = folderOf(component);
  mkdirSync(folder, { recursive: true });
  for (const name of missingPrograms(component)) {
    const began = performance.now();
    report(`building ${name} (once; cached afterwards)`);
    const unfinished = join(folder, `.${name}.unfinished`);
    rmSync(unfinished, { force: true });
    await goBuild(component, ["-o", unfinished, component.packages[name] ?? "."]);
    renameSync(unfinished, join(folder, name));
    report(`built ${name} in ${Math.round((performance.now() - began) / 1000)} s`);
  }
}

/** Never blocks: a test runner takes a worker that is silent for a minute for dead. */
function goBuild(component: Component, args: readonly string[]): Promise<void> {
  const settings = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" };
  return new Promise((resolve, reject) => {
    const child = spawn("go", ["build", ...component.flags, ...args], {
      cwd: moduleFolder(component),
      env: cleanEnvironment(settings),
      stdio: ["ignore", "ignore", "pipe"],
      timeout: LONGEST_BUILD,
    });
    let complaint = "";
    child.stderr.on("data", (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4_000)));
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`go build in ${moduleFolder(component)} failed:\n${complaint}`)),
    );
  });
}
