import type { Namespace } from "../../api/observed.ts";
import { type ScalingPolicy, type ScalingPolicySpec, scalingPolicySpec } from "../../api/scalingPolicy.ts";
import type { Failure } from "../../units/failure.ts";
import { type Result, failed, success } from "../../units/result.ts";

export interface ChosenPolicy {
  readonly name: string;
  readonly spec: ScalingPolicySpec;
}

/** What rules where the cluster has no policy at all: the schema's defaults. */
export const BUILT_IN: ChosenPolicy = { name: "built-in", spec: scalingPolicySpec.parse({}) };

/**
 * The policy that rules: the one named, else the default, else the built-in one.
 * A named policy that is missing or closed to the namespace is a failure, not a reason to be ruled by a milder one.
 */
export function choosePolicy(
  policies: readonly ScalingPolicy[],
  named: string | undefined,
  namespace: Namespace | undefined,
): Result<ChosenPolicy, Failure> {
  if (named === undefined) {
    const defaults = policies.filter(({ spec }) => spec.default).map(({ metadata }) => metadata.name);
    if (defaults.length > 1) return failed(severalDefaults(defaults.toSorted()));
    const found = policies.find(({ spec }) => spec.default);
    return success(found === undefined ? BUILT_IN : { name: found.metadata.name, spec: found.spec });
  }
  const found = policies.find(({ metadata }) => metadata.name === named);
  if (found === undefined) return failed(notFound(named));
  if (!isOpenTo(found.spec, namespace)) return failed(closed(named, namespace?.metadata.name ?? ""));
  return success({ name: named, spec: found.spec });
}

function isOpenTo({ namespaceSelector }: ScalingPolicySpec, namespace: Namespace | undefined): boolean {
  const wanted = Object.entries(namespaceSelector?.matchLabels ?? {});
  return wanted.every(([name, value]) => namespace?.metadata.labels?.[name] === value);
}

const MEANWHILE = "until then the last plan stays in force and no new one is made";

function notFound(name: string): Failure {
  return {
    code: "PolicyNotFound",
    message: `there is no ScalingPolicy ${name}`,
    field: "spec.policyName",
    remedy: `create it, or name one that exists; ${MEANWHILE}`,
  };
}

function closed(name: string, namespace: string): Failure {
  return {
    code: "PolicyNotAllowed",
    message: `the ScalingPolicy ${name} does not admit the namespace ${namespace}`,
    field: "spec.policyName",
    remedy: `name another policy, or have the namespace labelled as its namespaceSelector says; ${MEANWHILE}`,
  };
}

function severalDefaults(names: readonly string[]): Failure {
  return {
    code: "SeveralDefaultPolicies",
    message: `the ScalingPolicies ${names.join(", ")} all say default: true`,
    remedy: `keep one default, or name a policy in spec.policyName; ${MEANWHILE}`,
  };
}
