import { describe, expect, it } from "vitest";
import { failureOfAnswer } from "../../../src/adapters/kubernetes/writeFailure.ts";

/** As Kubernetes 1.35 words it. */
const forbidden = (because: string, causes?: readonly object[]) => ({
  kind: "Status",
  message: `pods "room-x" is forbidden: ${because}`,
  reason: "Forbidden",
  details: { name: "room-x", kind: "pods", ...(causes === undefined ? {} : { causes }) },
});
const TERMINATING = { reason: "NamespaceTerminating", message: "namespace vision is being terminated" };

describe("what an answer of the API server means to the one who wrote", () => {
  it.each([
    {
      status: 403,
      body: forbidden('User "x" cannot create resource "pods" in API group ""'),
      code: "Forbidden",
      tells: "grant this",
    },
    { status: 403, body: forbidden("exceeded quota: models"), code: "Refused", tells: "correct the object" },
    {
      status: 403,
      body: forbidden("unable to create new content in namespace vision because it is being terminated", [TERMINATING]),
      code: "NamespaceTerminating",
      tells: "goes with its namespace",
    },
    {
      status: 403,
      body: forbidden("maximum cpu usage per Container is 500m, but limit is 1"),
      code: "Refused",
      tells: "correct the object",
    },
    {
      status: 403,
      body: { message: 'admission webhook "policy.example" denied the request: no' },
      code: "Refused",
      tells: "correct the object",
    },
    { status: 403, body: "<html>a proxy</html>", code: "Forbidden", tells: "grant this" },
    { status: 502, body: undefined, code: "Unavailable", tells: "tried again" },
    { status: 409, body: { message: "exists", details: { causes: [{}] } }, code: "Conflict", tells: "read again" },
  ])("$status $body.message is $code", ({ status, body, code, tells }) => {
    const failure = failureOfAnswer(status, "create a placeholder of room", body);
    expect(failure).toMatchObject({ code });
    expect(failure.remedy).toContain(tells);
  });
});
