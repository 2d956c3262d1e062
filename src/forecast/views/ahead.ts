/** What is asked of a member: the places behind an origin. A rehearsal asks for few, the forecast for all. */
export interface Ahead {
  readonly origin: number;
  /** The furthest step that fits were made for; coefficients are laid over it. */
  readonly horizon: number;
  /** Steps after the origin, ascending, each within [1, horizon]; 1 is the first unknown one. */
  readonly steps: Int32Array;
}
