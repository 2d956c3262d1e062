import { formatInstant, instant } from "../../units/instant.ts";
import type { Figures } from "../figures.ts";
import type { Recommendation } from "../recommend.ts";
import { percentText, type TextTable } from "./tables.ts";

/** One paragraph: what is recommended, and how it was found. */
export function recommendationText({ setting, hpaTarget, goal, held, splitAt }: Recommendation): string {
  const since = formatInstant(instant(Math.round(splitAt)));
  const [percentile, headroom] = setting.slice(1).split("+");
  const how = held
    ? `the cheapest that served ${percentText(goal, 2)} before ${since}`
    : `no setting served ${percentText(goal, 2)} before ${since}: this one served most`;
  const what = `percentile ${percentile}, headroom ${headroom}, HPA target ${hpaTarget}`;
  return `recommended: ${what} (${how}); what it did after that, unseen, stands beside it`;
}

export function recommendationTable({ compared }: Recommendation): TextTable {
  const cells = ({ replicaHours, utilisation, unservedShare, minutesShort }: Figures) => [
    replicaHours.toFixed(1),
    percentText(utilisation, 0),
    percentText(unservedShare, 3),
    minutesShort.toFixed(0),
  ];
  const part = (name: string) => ["replica-h", "utilised", "unserved", "min short"].map((head) => `${name}: ${head}`);
  return {
    head: ["policy", ...part("older"), ...part("newer")],
    rows: compared.map(({ name, older, newer }) => [name, ...cells(older), ...cells(newer)]),
  };
}
