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
