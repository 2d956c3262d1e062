import { describe, expect, it } from "vitest";
import { TRANSFORMS } from "../../src/adapters/kubernetes/transforms.ts";
import { specWrittenAt } from "../../src/api/lastWritten.ts";
import { parseInstant } from "../../src/units/instant.ts";

const CREATED = "2026-11-01T00:00:00Z";
const CHANGED = "2026-11-09T12:00:00Z";
const RELABELLED = "2026-11-10T12:00:00Z";

const managedFields = [
  { manager: "a", operation: "Apply", time: CREATED, fieldsV1: { "f:spec": { "f:targets": {} } } },
  { manager: "b", operation: "Update", time: CHANGED, fieldsV1: { "f:spec": { "f:start": {} } } },
  { manager: "c", operation: "Update", time: RELABELLED, fieldsV1: { "f:metadata": { "f:labels": {} } } },
  { manager: "d", operation: "Update", time: RELABELLED, subresource: "status", fieldsV1: { "f:status": {} } },
];
const metadata = { name: "sale", namespace: "vision", creationTimestamp: CREATED };

describe("when a spec became what it is", () => {
  it("is when it was created, while it is of the first generation: labels may have been applied with it since", () => {
    expect(specWrittenAt({ ...metadata, generation: 1, managedFields })).toBe(parseInstant(CREATED));
  });

  it("is the last of the times at which a part of it was written", () => {
    expect(specWrittenAt({ ...metadata, generation: 2, managedFields })).toBe(parseInstant(CHANGED));
  });

  it("is when it was created, where nothing says more; and not known in a file", () => {
    expect(specWrittenAt({ ...metadata, generation: 2 })).toBe(parseInstant(CREATED));
    expect(specWrittenAt({ name: "sale", namespace: "vision" })).toBeUndefined();
  });

  it("is in the view of the cluster, of which field it was not", () => {
    const seen = TRANSFORMS.Campaign({ metadata: { ...metadata, generation: 2, managedFields }, spec: {} });
    expect(specWrittenAt(seen.metadata)).toBe(parseInstant(CHANGED));
    expect(JSON.stringify(seen.metadata.managedFields)).not.toMatch(/f:start|status/);
  });
});
