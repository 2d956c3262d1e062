import type { Manifest } from "./samples.ts";

/** A manifest that must be refused, and what a person must be told. */
export interface HostileManifest {
  /** Unique; also its object's name on a server unless the name itself is the attack. */
  readonly title: string;
  readonly object: unknown;
  /** The field that the parser names. */
  readonly field: string;
  /** A piece of what the parser says, message or remedy. */
  readonly says: string;
  /**
   * What a real API server does with it: the piece of its refusal, `stored` when only the parser knows better,
   * `unsendable` when no JSON can carry it.
   */
  readonly server: { readonly refuses: string } | "stored" | "unsendable";
}

type Change = Readonly<Record<string, unknown>>;

/** The sample with other fields in its spec; `undefined` removes one. */
export function but(sample: Manifest, change: Change, metadata: Change = {}): object {
  const spec: Record<string, unknown> = { ...(sample.spec as Change), ...change };
  for (const [name, value] of Object.entries(spec)) if (value === undefined) delete spec[name];
  return { ...sample, metadata: { ...sample.metadata, ...metadata }, spec };
}

export const refuses = (text: string): { readonly refuses: string } => ({ refuses: text });
