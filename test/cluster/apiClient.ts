import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, request } from "undici";
import type { Certificate } from "./certificates.ts";
import { cleanEnvironment } from "./leash.ts";
import type { Json } from "../../src/adapters/kubernetes/transforms.ts";

/** Any Kubernetes object, as loosely as a test reads it. */
export interface LooseObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly { readonly manager?: string; readonly fieldsV1?: unknown }[];
  };
  readonly spec?: Json;
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
      readonly lastTransitionTime?: string;
    }[];
    readonly [field: string]: Json;
  };
}

/** A manifest: as much as `apply` needs of it to find its place, and whatever else it says. */
export interface Applied {
  readonly metadata: { readonly name: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** A person at the API server: the test's own hand, not the product's. */
export interface ApiClient {
  raw(
    method: string,
    path: string,
    body?: unknown,
    contentType?: string,
  ): Promise<{ status: number; body: LooseObject }>;
  /** undefined when it does not exist. */
  get(path: string): Promise<LooseObject | undefined>;
  list(path: string): Promise<readonly LooseObject[]>;
  create(path: string, object: unknown): Promise<LooseObject>;
  /**
   * Server-side apply of `object` into the collection `path`, as this manager; never forced.
   * @throws with the API server's words on a conflict
   */
  apply(path: string, object: Applied, manager: string): Promise<LooseObject>;
  /** JSON merge patch. */
  merge(path: string, patch: unknown): Promise<LooseObject>;
  remove(path: string): Promise<void>;
  /** Runs kubectl; rejects with what it wrote to stderr. */
  kubectl(args: readonly string[], stdin?: string): Promise<string>;
}

interface Access {
  readonly authority: string;
  readonly admin: Certificate;
  readonly kubectl: string;
  readonly kubeconfig: string;
}

export function apiClient(server: string, access: Access): ApiClient {
  const dispatcher = new Agent({
    connect: {
      ca: readFileSync(access.authority),
      cert: readFileSync(access.admin.certificate),
      key: readFileSync(access.admin.key),
    },
  });
  const raw: ApiClient["raw"] = async (method, path, body, contentType = "application/json") => {
    const response = await request(`${server}${path}`, {
      method: method as "GET",
      dispatcher,
      headersTimeout: 30_000,
      bodyTimeout: 30_000,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": contentType } }),
    });
    const text = await response.body.text();
    const object = (
      text.startsWith("{") ? JSON.parse(text) : { metadata: { name: "" }, status: { text } }
    ) as LooseObject;
    return { status: response.statusCode, body: object };
  };
  const expectFine = async (method: string, path: string, body?: unknown, contentType?: string) => {
    const answer = await raw(method, path, body, contentType);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    raw,
    get: async (path) => {
      const answer = await raw("GET", path);
      return answer.status === 404 ? undefined : answer.body;
    },
    list: async (path) => ((await expectFine("GET", path)) as unknown as { items: LooseObject[] }).items,
    create: (path, object) => expectFine("POST", path, object),
    apply: (path, object, manager) => {
      const to = `${path}/${object.metadata.name}?fieldManager=${encodeURIComponent(manager)}`;
      return expectFine("PATCH", to, object, "application/apply-patch+yaml");
    },
    merge: (path, patch) => expectFine("PATCH", path, patch, "application/merge-patch+json"),
    remove: async (path) => {
      const answer = await raw("DELETE", path);
      if (answer.status >= 400 && answer.status !== 404) throw new Error(`DELETE ${path}: ${answer.status}`);
    },
    kubectl: (args, stdin) =>
      new Promise((resolve, reject) => {
        const child = execFile(
          access.kubectl,
          [`--kubeconfig=${access.kubeconfig}`, ...args],
          { env: cleanEnvironment(), maxBuffer: 32 << 20, timeout: 120_000 },
          (error, stdout, stderr) => (error === null ? resolve(stdout) : reject(new Error(stderr || error.message))),
        );
        child.stdin?.end(stdin ?? "");
      }),
  };
}
