import { parseQuantity } from "../../units/quantity.ts";

/** By resource name, quantities as Kubernetes writes them. */
export type Least = Readonly<Record<string, string>>;

/** The words of a LimitRange (Kubernetes 1.35), each with what one container has to name for it. */
const DEMANDS: readonly { readonly words: RegExp; readonly least: (resource: string, amount: string) => string }[] = [
  {
    words: /minimum (?<resource>\S+) usage per (?:Container|Pod) is (?<amount>[^\s,]+)/g,
    least: (_, amount) => amount,
  },
  // A ratio of limit to request wants both to be more than nothing.
  {
    words: /(?<resource>\S+) max limit to request ratio per (?:Container|Pod) is/g,
    least: (resource) => (resource === "cpu" ? "1m" : "1"),
  },
  { words: /maximum (?<resource>\S+) usage per (?:Container|Pod) is \S+ +No limit is specified/g, least: () => "0" },
];

/**
 * The least that a namespace admits, as its refusal of a pod says it. Its LimitRanges could be read instead; that would
 * be one more right, asked for by every install, for the sake of a few pods.
 * @param refusal  of a pod of one container that named `so far` as requests and limits alike
 * @returns        what to name next; undefined when the refusal asks for no more
 */
export function leastAdmitted(refusal: string, soFar: Least): Least | undefined {
  const least: Record<string, string> = { ...soFar };
  // In front of the first word of an aggregate there is a bracket.
  for (const { words, least: of } of DEMANDS) {
    for (const { groups = {} } of refusal.replaceAll("[", "[ ").matchAll(words)) {
      const { resource = "", amount = "" } = groups;
      const wanted = of(resource, amount);
      if (isMore(wanted, least[resource])) least[resource] = wanted;
    }
  }
  return Object.entries(least).some(([name, amount]) => soFar[name] !== amount) ? least : undefined;
}

function isMore(wanted: string, than: string | undefined): boolean {
  const amount = parseQuantity(wanted);
  return amount !== undefined && (than === undefined || amount > (parseQuantity(than) ?? 0));
}
