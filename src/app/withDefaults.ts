import type { Container } from "../adapters/kubernetes/podShape.ts";
import type { Json } from "../adapters/kubernetes/transforms.ts";

/**
 * A pod's spec as the API server admits it under the namespace's LimitRanges: what a container does not name it is
 * given. A limit that is written counts as the request, before any default. Of several LimitRanges the first that has a
 * default gives it; the API server does not say which that is either.
 * @param limitRanges as the API server holds them, where `default` and `defaultRequest` are filled in from `max`, `min`
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export function withDefaults(pod: Json, limitRanges: readonly Json[]): Json {
  const defaults = limitRanges
    .flatMap(({ spec }) => (spec?.limits ?? []) as Json[])
    .filter(({ type }) => type === "Container")
    .toReversed();
  if (defaults.length === 0) return pod;
  const filled = ({ resources = {}, ...container }: Container) => {
    const { requests = {}, limits = {} } = resources;
    return {
      ...container,
      resources: {
        requests: Object.assign({}, ...defaults.map(({ defaultRequest }) => defaultRequest), limits, requests),
        limits: Object.assign({}, ...defaults.map((each) => each.default), limits),
      },
    };
  };
  const { containers = [], initContainers = [] } = pod;
  return { ...pod, containers: containers.map(filled), initContainers: initContainers.map(filled) };
}
