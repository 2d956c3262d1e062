import { isDeepStrictEqual } from "node:util";
import type { ManifestFile } from "../adapters/files/manifestFiles.ts";
import { yamlDocuments } from "../adapters/files/yamlDocuments.ts";
import type { Failure } from "../units/failure.ts";
import { itemsOf } from "./checkManifests.ts";

interface Head {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: unknown; readonly namespace?: unknown } | null;
}

/**
 * The first object that is there twice, and not alike: only one of the two can be meant, and nothing says which.
 * @param namespace of objects that name none
 */
export function saidTwice(files: readonly ManifestFile[], namespace: string): Failure | undefined {
  const seen = new Map<string, Said>();
  for (const said of files.flatMap((file) => saidIn(file, namespace))) {
    const before = seen.get(said.key);
    if (before === undefined) seen.set(said.key, said);
    else if (!isDeepStrictEqual(before.raw, said.raw)) return twice(before, said);
  }
  return undefined;
}

interface Said {
  readonly key: string;
  /** `Campaign vision/double-eleven` */
  readonly object: string;
  /** `FILE:LINE` */
  readonly at: string;
  readonly raw: unknown;
}

function saidIn({ path, text }: ManifestFile, namespace: string): readonly Said[] {
  return yamlDocuments(text).flatMap(({ value, lineOf }) => {
    const items = itemsOf(value);
    return (items ?? [value]).flatMap((raw, index) => {
      const name = nameOf(raw as Head | null, namespace);
      const at = `${path}:${lineOf(items === undefined ? [] : ["items", index])}`;
      return name === undefined ? [] : [{ ...name, at, raw }];
    });
  });
}

function nameOf(head: Head | null, usual: string): Pick<Said, "key" | "object"> | undefined {
  const { apiVersion, kind, metadata } = head ?? {};
  if (typeof kind !== "string" || typeof metadata?.name !== "string") return undefined;
  const group = typeof apiVersion === "string" && apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  const namespace = typeof metadata.namespace === "string" ? metadata.namespace : usual;
  const object = `${kind} ${namespace}/${metadata.name}`;
  return { key: `${group}/${object}`, object };
}

function twice(first: Said, second: Said): Failure {
  return {
    code: "SaidTwice",
    field: `${second.at}: ${second.object}`,
    message: `is in ${first.at} too, and differs`,
    remedy: "leave one of them out, or give only the file that counts",
  };
}
