import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Failure } from "../../units/failure.ts";
import { failed, type Result, success } from "../../units/result.ts";

export interface ManifestFile {
  readonly path: string;
  readonly text: string;
  /** What lies in a folder was not meant by itself. */
  readonly given: "ByName" | "InFolder";
}

/** More files, or larger ones, are no manifests. */
const MOST_FILES = 10_000;
const LARGEST = 16 << 20;

/**
 * The YAML and JSON files at the paths: a file as it is, a folder with all below it, `-` for the standard input.
 * In the order given; within a folder by name.
 */
export function readManifestFiles(paths: readonly string[]): Result<readonly ManifestFile[], Failure> {
  const files: ManifestFile[] = [];
  for (const path of paths) {
    try {
      files.push(...filesAt(path));
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      const remedy = "give a readable YAML or JSON file, a folder of them, or - for the standard input";
      return failed({ code: "UnreadableFile", message, remedy, field: "-f", value: path, cause });
    }
    if (files.length > MOST_FILES) {
      const remedy = "give a smaller folder";
      return failed({
        code: "TooManyFiles",
        message: `more than ${MOST_FILES} files`,
        remedy,
        field: "-f",
        value: path,
      });
    }
  }
  return success(files);
}

function filesAt(path: string): readonly ManifestFile[] {
  if (path === "-") return [{ path: "(standard input)", text: readFileSync(0, "utf8"), given: "ByName" }];
  if (!statSync(path).isDirectory()) return [{ path, text: textOf(path), given: "ByName" }];
  return filesBelow(path).map((file) => ({ path: file, text: textOf(file), given: "InFolder" }));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.split("/").includes("node_modules"))
    .toSorted();
}

function textOf(path: string): string {
  if (statSync(path).size > LARGEST) throw new Error(`the file is larger than ${LARGEST >> 20} MB`);
  return readFileSync(path, "utf8");
}
