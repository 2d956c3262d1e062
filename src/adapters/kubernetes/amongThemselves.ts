import { type LabelSelector, selects } from "../../api/requirement.ts";
import type { Json } from "./transforms.ts";

type Labels = Readonly<Record<string, string>>;

/**
 * The scheduling fields of pods that must keep apart from each other as the model's pods do. Rules that select the
 * model's own pods do not select a placeholder, which has none of their labels: ten of them would stand on one node,
 * or in one zone, where one real pod may go.
 * @param own labels by which the pods select each other
 */
export function amongThemselves(
  scheduling: Readonly<Record<string, unknown>>,
  { template, own }: { readonly template: Labels; readonly own: Labels },
): Readonly<Record<string, unknown>> {
  const { affinity, topologySpreadConstraints } = scheduling as Json;
  const selectsItself = ({ labelSelector, namespaces }: Json) => !namespaces && matches(labelSelector, template);
  const apart = affinity?.podAntiAffinity;
  return {
    ...scheduling,
    ...(topologySpreadConstraints === undefined
      ? {}
      : {
          topologySpreadConstraints: topologySpreadConstraints.map((rule: Json) =>
            selectsItself(rule) ? selecting(rule, own) : rule,
          ),
        }),
    ...(apart === undefined ? {} : { affinity: { ...affinity, podAntiAffinity: andEachOther(apart) } }),
  };

  /**
   * Apart from each other, and from the model's pods where that can be. A placeholder that must keep apart from them
   * turns away the very pods it is there for: the scheduler makes room, and then overlooks them for five minutes, since
   * no pod that is removed counts as news for a pod that waits for an affinity rule (Kubernetes 1.35, five of five).
   */
  function andEachOther({
    requiredDuringSchedulingIgnoredDuringExecution: required = [],
    preferredDuringSchedulingIgnoredDuringExecution: preferred = [],
  }: Json): Json {
    const alsoPreferred = preferred
      .filter(({ podAffinityTerm }: Json) => selectsItself(podAffinityTerm))
      .map(({ weight, podAffinityTerm }: Json) => ({ weight, podAffinityTerm: selecting(podAffinityTerm, own) }));
    const softened = required.filter(selectsItself).map((podAffinityTerm: Json) => ({ weight: 100, podAffinityTerm }));
    return {
      requiredDuringSchedulingIgnoredDuringExecution: required.map((term: Json) =>
        selectsItself(term) ? selecting(term, own) : term,
      ),
      preferredDuringSchedulingIgnoredDuringExecution: [...preferred, ...alsoPreferred, ...softened],
    };
  }
}

/** The rule with another selector; keys that would be read from the pod's own labels belong to the old one. */
function selecting({ matchLabelKeys: _of, mismatchLabelKeys: _theirs, ...rule }: Json, own: Labels): Json {
  return { ...rule, labelSelector: { matchLabels: own } };
}

/** A rule without a selector selects no pod. */
function matches(selector: Json, labels: Labels): boolean {
  return selector !== undefined && selector !== null && selects(selector as LabelSelector, labels);
}
