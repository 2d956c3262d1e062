import type { KubeConnection } from "../adapters/kubernetes/kubeConnection.ts";
import { collectionPath, objectPath, RESOURCES } from "../adapters/kubernetes/resources.ts";
import { failureOfAnswer } from "../adapters/kubernetes/writeFailure.ts";
import { type Condition, PAUSE_ANNOTATION } from "../api/metadata.ts";
import { heededPause, type Pause } from "../controllers/pause.ts";
import type { RawObject } from "../ports/cluster.ts";
import type { Failure } from "../units/failure.ts";
import { failed, type Result, success } from "../units/result.ts";

/** Whose floors a controller leads. */
const LED = ["PredictiveAutoscaler", "CronHPA", "WarmPool"] as const;
/** Reasons of objects that nobody leads, paused or not. */
const UNLED: readonly string[] = ["InvalidSpec", "TargetUnsupported"];
/** More objects than this in one kind are not looked through. */
const MOST = 10_000;

/** Every namespace in which something of ours asks for a floor or room, by name. */
export async function ledNamespaces(connection: KubeConnection): Promise<Result<readonly string[], Failure>> {
  const all = new Set<string>();
  for (const kind of LED) {
    const { status, body } = await connection.call("GET", `${collectionPath(RESOURCES[kind])}?limit=${MOST}`);
    if (status !== 200) return failed(failureOfAnswer(status, `list ${RESOURCES[kind].plural}`, body));
    for (const { metadata } of (body as { readonly items: readonly RawObject[] }).items) all.add(metadata.namespace);
  }
  return success([...all].toSorted());
}

/** Writes the wish onto the Namespace, and nothing else. */
export async function pauseNamespace(
  connection: KubeConnection,
  name: string,
  wish: Pause,
): Promise<Result<undefined, Failure>> {
  const { status, body } = await connection.call("PATCH", objectPath("Namespace", { namespace: "", name }), {
    contentType: "application/merge-patch+json",
    body: { metadata: { annotations: { [PAUSE_ANNOTATION]: wish ?? null } } },
  });
  if (status === 200) return success(undefined);
  const remedy =
    status === 404
      ? "give a namespace that exists"
      : "ask for a role that may patch namespaces; until then set spec.suspend on the objects";
  return failed({ ...failureOfAnswer(status, `pause namespace ${name}`, body), remedy });
}

/**
 * Whether the controllers say of everything they lead there that this very wish is carried out; true where they lead
 * nothing.
 */
export async function isHeeded(connection: KubeConnection, namespace: string, wish: Pause): Promise<boolean> {
  for (const kind of LED) {
    const path = `${collectionPath(RESOURCES[kind], namespace)}?limit=${MOST}`;
    const { status, body } = await connection.call("GET", path);
    if (status !== 200) return false;
    const said = (body as { readonly items: readonly RawObject[] }).items.map(readyOf);
    if (said.some((ready) => !UNLED.includes(ready?.reason ?? "") && heededPause(ready) !== wish)) return false;
  }
  return true;
}

function readyOf({ status }: RawObject): Condition | undefined {
  const { conditions = [] } = (status ?? {}) as { readonly conditions?: readonly Condition[] };
  return conditions.find(({ type }) => type === "Ready");
}
