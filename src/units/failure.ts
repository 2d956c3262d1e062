/**
 * Something a person can act on. It is a value, not an exception: exceptions are for our own mistakes.
 * `remedy` says what to do, and what happens until it is done.
 */
export interface Failure {
  /** CamelCase and stable; used as a condition's or an event's reason. */
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  /** Where in the input, such as `spec.targets[0].peak`. */
  readonly field?: string;
  /** What was found there, cut to a readable length. */
  readonly value?: string;
  readonly cause?: unknown;
}

/** One line for a person: field, what is wrong, what to do. */
export function describeFailure(failure: Failure): string {
  const where = failure.field === undefined ? "" : `${failure.field}: `;
  const what = failure.value === undefined ? "" : ` (got ${failure.value})`;
  return `${where}${failure.message}${what}; ${failure.remedy}`;
}

/** The longest piece of somebody's input that is quoted back. */
const QUOTED = 80;

/** Input as an error message shows it: on one line, cut, control characters escaped. */
export function quote(value: unknown): string {
  const text = value === undefined ? "nothing" : (JSON.stringify(value) ?? String(value));
  return text.length <= QUOTED ? text : `${text.slice(0, QUOTED)}… (${text.length} characters)`;
}
