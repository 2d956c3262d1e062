/** The default branch of an exhaustive switch: a new case fails to compile here. */
export function unreachable(value: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(value)}`);
}
