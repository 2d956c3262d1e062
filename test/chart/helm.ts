import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { yamlDocuments } from "../../src/adapters/files/yamlDocuments.ts";
import type { Json } from "../../src/adapters/kubernetes/transforms.ts";
import { findBinaries } from "../cluster/binaries.ts";
import { cleanEnvironment } from "../cluster/leash.ts";

export const CHART = join(import.meta.dirname, "..", "..", "charts", "headstart");
export const RELEASE = "headstart";
export const SYSTEM = "headstart-system";

export interface Helm {
  /** Runs helm; rejects with what it wrote to stderr. */
  (args: readonly string[]): Promise<string>;
}

/** The real Helm with folders of its own: nobody's repositories, plugins or clusters are read. */
export async function realHelm(kubeconfig = "/dev/null"): Promise<Helm> {
  const { helm } = await findBinaries();
  const home = mkdtempSync(join(tmpdir(), "headstart-helm-"));
  const env = cleanEnvironment({
    HELM_CACHE_HOME: join(home, "cache"),
    HELM_CONFIG_HOME: join(home, "config"),
    HELM_DATA_HOME: join(home, "data"),
  });
  return async (args) => {
    const options = { env, timeout: 300_000, maxBuffer: 32 << 20 };
    const { stdout } = await promisify(execFile)(helm, [...args, `--kubeconfig=${kubeconfig}`], options);
    return stdout;
  };
}

/** A manifest as the chart renders it, read loosely. */
export interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: Texts };
  readonly [field: string]: Json;
}
type Texts = Readonly<Record<string, string>>;

/** All that the chart renders, hooks included; `values` are given as `--set`. */
export async function render(helm: Helm, values: readonly string[] = []): Promise<readonly Rendered[]> {
  const text = await helm([
    "template",
    RELEASE,
    CHART,
    "--namespace",
    SYSTEM,
    ...values.map((each) => `--set=${each}`),
  ]);
  return manifests(text);
}

export function manifests(text: string): readonly Rendered[] {
  return yamlDocuments(text)
    .map(({ value }) => value as Rendered | null)
    .filter((value) => value !== null && typeof value === "object") as Rendered[];
}
