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
  const seen = new Map<string, { readonly raw: unknown; readonly at: string }>();
  for (const { path, text } of files) {
    for (const { value, lineOf } of yamlDocuments(text)) {
      const items = itemsOf(value);
      for (const [index, raw] of (items ?? [value]).entries()) {
        const name = nameOf(raw as Head | null, namespace);
        const at = `${path}:${lineOf(items === undefined ? [] : ["items", index])}`;
        const before = name === undefined ? undefined : seen.get(name.key);
        if (before !== undefined && !isDeepStrictEqual(before.raw, raw)) return twice(name!.text, before.at, at);
        if (name !== undefined && before === undefined) seen.set(name.key, { raw, at });
      }
    }
  }
  return undefined;
}

function nameOf(head: Head | null, usual: string): { readonly key: string; readonly text: string } | undefined {
  const { apiVersion, kind, metadata } = head ?? {};
  if (typeof kind !== "string" || typeof metadata?.name !== "string") return undefined;
  const group = typeof apiVersion === "string" && apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  const namespace = typeof metadata.namespace === "string" ? metadata.namespace : usual;
  return { key: `${group}/${kind} ${namespace}/${metadata.name}`, text: `${kind} ${namespace}/${metadata.name}` };
}

function twice(object: string, first: string, second: string): Failure {
  return {
    code: "SaidTwice",
    field: `${second}: ${object}`,
    message: `is in ${first} too, and differs`,
    remedy: "leave one of them out, or give only the file that counts",
  };
}
