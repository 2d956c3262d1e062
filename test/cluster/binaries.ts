import { execFileSync, spawnSync } from "node:child_process";
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
/** An empty cache takes some ten minutes on two cores; beyond half an hour something hangs. */
const LONGEST_BUILD = 30 * 60_000;

/** Why there is no real control plane on this machine, in one line with the remedy; undefined when there can be one. */
export function missingTools(): string | undefined {
  if (COMPONENTS.every((component) => built(component))) return undefined;
  if (spawnSync("go", ["version"], { stdio: "ignore" }).status === 0) return undefined;
  return "the real control plane is left out: Go is not installed; install Go 1.26 or later, it is built once and cached";
}

/** The programs, from the cache or built now; two runs at once build once. */
export async function findBinaries(report: (line: string) => void = () => {}): Promise<Binaries> {
  const folders = COMPONENTS.map((component) => ({ component, folder: folderOf(component) }));
  for (const { component, folder } of folders) {
    if (built(component)) continue;
    mkdirSync(CACHE, { recursive: true });
    await withLock(join(CACHE, `${component.module}.lock`), LONGEST_BUILD, () => {
      if (!built(component)) build(component, folder, report);
    });
  }
  const own = folders.flatMap(({ component, folder }) =>
    Object.keys(component.packages).map((name) => [name, join(folder, name)] as const),
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

function built(component: Component): boolean {
  const folder = folderOf(component);
  return Object.keys(component.packages).every((name) => existsSync(join(folder, name)));
}

function build(component: Component, folder: string, report: (line: string) => void): void {
  report(`building ${Object.keys(component.packages).join(", ")} (once; cached afterwards)`);
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  for (const [name, path] of Object.entries(component.packages)) {
    execFileSync("go", ["build", ...component.flags, "-o", join(unfinished, name), path], {
      cwd: moduleFolder(component),
      env: cleanEnvironment({ CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" }),
      stdio: ["ignore", "inherit", "inherit"],
      timeout: LONGEST_BUILD,
    });
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
}
