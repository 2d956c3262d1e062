/** One requirement of a label selector, or of the scope of a quota: the API server admits these four operators. */
export interface Requirement {
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. */
  readonly operator: string;
  readonly values: readonly string[];
}

/**
 * @param value of the label or field that is looked at; undefined where it is absent
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function meets(value: string | undefined, { operator, values }: Requirement): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "DoesNotExist":
      return value === undefined;
    default:
      return value !== undefined;
  }
}

/** A label selector as Kubernetes writes it: all of its parts must hold. */
export interface LabelSelector {
  readonly matchLabels?: Labels | undefined;
  readonly matchExpressions?: readonly LabelRequirement[] | undefined;
}

export interface LabelRequirement {
  readonly key: string;
  readonly operator: string;
  /** Absent where the operator needs none. */
  readonly values?: readonly string[];
}

type Labels = Readonly<Record<string, string>>;

/** An empty selector selects everything, as in Kubernetes; what that means, the caller has to say. */
export function selects({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([name, value]) => labels[name] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => meets(labels[key], { operator, values }))
  );
}
