import { isNode, LineCounter, parseAllDocuments, stringify, type Document } from "yaml";

/** One document of a YAML file, and where its parts stand. */
export interface YamlDocument {
  readonly value: unknown;
  /** Line (from 1) of the deepest part of the path that the document has. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
  /** What a YAML reader has against it; such a document has no value to believe. */
  readonly errors: readonly { readonly line: number; readonly message: string }[];
}

/** A file with more documents than this is no manifest. */
const MOST_DOCUMENTS = 1_000;

/**
 * The documents of a YAML or JSON file; empty ones are left out.
 * Aliases are followed at most 100 times, so that a small file cannot grow into a huge object.
 */
export function yamlDocuments(text: string): readonly YamlDocument[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, merge: true });
  if (!Array.isArray(documents)) return [];
  return documents
    .slice(0, MOST_DOCUMENTS)
    .map((document) => readDocument(document, lines))
    .filter(({ value, errors }) => (value ?? undefined) !== undefined || errors.length > 0);
}

/** Objects as one YAML text, in the order given, separated as kubectl reads them. */
export function toYaml(objects: readonly unknown[]): string {
  return objects.map((object) => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false })).join("---\n");
}

function readDocument(document: Document.Parsed, lines: LineCounter): YamlDocument {
  const start = lines.linePos(document.range[0]).line;
  const errors = document.errors.map(({ message, pos }) => ({ line: lines.linePos(pos[0]).line, message }));
  const lineOf = (path: readonly PropertyKey[]): number => lineAt(document, lines, path) ?? start;
  if (errors.length > 0) return { value: undefined, lineOf, errors };
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) as unknown, lineOf, errors };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { value: undefined, lineOf, errors: [{ line: start, message }] };
  }
}

function lineAt(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}
