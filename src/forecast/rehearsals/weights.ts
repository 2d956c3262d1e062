/** How much each member says in one bucket, by its name; they sum to 1. */
export type Weights = ReadonlyMap<string, number>;
