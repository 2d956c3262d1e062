import { customResourceDefinitions } from "../../src/api/crd.ts";
import type { ControlPlane } from "./controlPlane.ts";
import { waitFor } from "./waitFor.ts";

const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/** Installs the five kinds, and waits until they are served. */
export async function installCrds(plane: ControlPlane): Promise<void> {
  for (const definition of customResourceDefinitions()) await plane.create(CRDS, definition);
  for (const { metadata, spec } of customResourceDefinitions() as unknown as {
    metadata: { name: string };
    spec: { names: { plural: string } };
  }[]) {
    await waitFor(`${metadata.name} is served`, async () => {
      const answer = await plane.raw("GET", `/apis/headstart.dev/v1alpha1/${spec.names.plural}`);
      return answer.status === 200;
    });
  }
}
