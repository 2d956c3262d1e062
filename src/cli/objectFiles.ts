import { type ManifestFile, readManifestFiles } from "../adapters/files/manifestFiles.ts";
import { yamlDocuments } from "../adapters/files/yamlDocuments.ts";
import { checkManifests, isObject, placed } from "./checkManifests.ts";
import { Stop } from "./fail.ts";
import { saidTwice } from "./saidTwice.ts";

/** So many files are named that were left out; the rest are counted. */
const MOST_TOLD = 5;

/**
 * The files at the paths that hold Kubernetes objects. What lies in a folder beside them and holds none, such as the
 * values of a chart, is left out and said on the standard error; a file that is named is taken at its word.
 * @throws Stop when a path cannot be read
 */
export function objectFiles(paths: readonly string[]): readonly ManifestFile[] {
  const files = readManifestFiles(paths);
  if (!files.ok) throw new Stop(files.failure);
  const others = files.value.filter(({ given, text }) => given === "InFolder" && holdsNoObject(text));
  const why = "it holds no Kubernetes object, neither apiVersion nor kind";
  for (const { path } of others.slice(0, MOST_TOLD)) process.stderr.write(`note: ${path} is left out: ${why}\n`);
  const more = others.length - MOST_TOLD;
  if (more > 0) process.stderr.write(`note: ${more} more files are left out for the same reason\n`);
  return files.value.filter((file) => !others.includes(file));
}

function holdsNoObject(text: string): boolean {
  const documents = yamlDocuments(text);
  return documents.length > 0 && documents.every(({ value, errors }) => errors.length === 0 && !isObject(value));
}

/**
 * All documents at the paths, parsed; what may not have been meant is said on the standard error.
 * @param namespace of objects that name none
 * @throws Stop when one of our own objects is wrong, or any is there twice: half the wishes would mislead
 */
export function soundDocuments(paths: readonly string[], namespace = "default"): readonly unknown[] {
  const files = objectFiles(paths);
  const checked = files.map(({ path, text }) => checkManifests(path, text));
  const findings = checked.flatMap((file) => file.findings);
  const [first] = findings;
  if (first !== undefined) {
    const failure = placed(first);
    const more = findings.length > 1 ? ` (and ${findings.length - 1} more; headstart validate lists them)` : "";
    throw new Stop({ ...failure, remedy: `${failure.remedy}${more}` });
  }
  const twice = saidTwice(files, namespace);
  if (twice !== undefined) throw new Stop(twice);
  for (const note of checked.flatMap(({ notes }) => notes)) process.stderr.write(`note: ${note}\n`);
  return files.flatMap(({ text }) => yamlDocuments(text).map(({ value }) => value));
}
