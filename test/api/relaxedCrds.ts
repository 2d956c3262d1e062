import { customResourceDefinitions } from "../../src/api/crd.ts";

interface Definition {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly versions: readonly object[] };
}

/** Our kinds as a careless hand might install them: whatever a field holds is stored, no rule is looked at. */
export function relaxedCrds(): readonly Definition[] {
  const openAPIV3Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return (customResourceDefinitions() as unknown as Definition[]).map((definition) => ({
    ...definition,
    spec: {
      ...definition.spec,
      versions: definition.spec.versions.map((version) => ({ ...version, schema: { openAPIV3Schema } })),
    },
  }));
}
