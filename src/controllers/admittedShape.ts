import type { Pod, PodTemplate } from "../api/observed.ts";

type Amounts = Readonly<Record<string, number>>;

/**
 * The template as the API server admits pods of it: a LimitRange, an injector of sidecars or a vertical autoscaler adds
 * what is not written there. The pod that was made last shows it; while that one is of an older template, the larger of
 * both counts.
 * @param pods of the workload, in any order; without one the template is taken by its word
 */
export function asAdmitted(template: PodTemplate, pods: readonly Pod[]): PodTemplate {
  const [first, ...others] = pods;
  if (first === undefined) return template;
  const { spec } = others.reduce((last, pod) => (madeAt(pod) > madeAt(last) ? pod : last), first);
  const limits = larger(template.limits, spec.limits);
  return {
    ...template,
    requests: larger(template.requests, spec.requests),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}

/** RFC 3339 in UTC, which sorts as text. */
function madeAt({ metadata }: Pod): string {
  return metadata.creationTimestamp ?? "";
}

function larger(a: Amounts = {}, b: Amounts = {}): Amounts {
  const most: Record<string, number> = { ...a };
  for (const [name, value] of Object.entries(b)) most[name] = Math.max(most[name] ?? 0, value);
  return most;
}
