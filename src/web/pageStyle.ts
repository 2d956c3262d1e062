import { CHARTS } from "./style/charts.ts";
import { COLOURS } from "./style/colours.ts";
import { LAYOUT } from "./style/layout.ts";
import { LISTS } from "./style/lists.ts";

/** The page's one style sheet; later parts win over earlier ones. */
export const PAGE_STYLE = `${COLOURS}${LAYOUT}${CHARTS}${LISTS}`;
