import type { KubeConnection } from "../adapters/kubernetes/kubeConnection.ts";
import { collectionPath, objectPath, RESOURCES } from "../adapters/kubernetes/resources.ts";
import type { Failure } from "../units/failure.ts";

/** So many are offered where a name is wrong. */
const MOST_OFFERED = 20;

/**
 * Whether the PredictiveAutoscalers that a campaign would name are there; a name that is not asks for nothing, and a
 * hold of it holds nothing.
 * @returns undefined when they are there, or when who asks may not read them: then the campaign's own condition says it
 */
export async function missingTarget(
  connection: KubeConnection,
  namespace: string,
  names: readonly string[],
): Promise<Failure | undefined> {
  for (const name of names) {
    const { status } = await connection.call("GET", objectPath("PredictiveAutoscaler", { namespace, name }));
    if (status === 404) return noTarget(name, namespace, await offered(connection, namespace));
  }
  return undefined;
}

async function offered(connection: KubeConnection, namespace: string): Promise<readonly string[]> {
  const path = `${collectionPath(RESOURCES.PredictiveAutoscaler, namespace)}?limit=${MOST_OFFERED}`;
  const { body } = await connection.call("GET", path);
  const items = (body as { readonly items?: readonly { readonly metadata: { readonly name: string } }[] }).items ?? [];
  return items.map(({ metadata }) => metadata.name);
}

function noTarget(name: string, namespace: string, there: readonly string[]): Failure {
  return {
    code: "NoTarget",
    message: `there is no PredictiveAutoscaler ${name} in namespace ${namespace}`,
    remedy:
      there.length === 0
        ? "give its namespace by -n, or create it first; kubectl get pas -A lists them"
        : `there are ${there.join(", ")}; name one of them, or give another namespace by -n`,
  };
}
