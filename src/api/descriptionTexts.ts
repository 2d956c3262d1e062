/** By field, such as `spec.targets[].peak`: what it is for, in one sentence. */
export type Descriptions = Readonly<Record<string, string>>;

export const DURATION = "A duration such as 90s, 1h30m or 28d.";
export const GENERATION = "The generation of the spec that this status speaks of.";
