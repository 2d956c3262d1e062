/** Writes what is generated and committed: CRDs and dashboard of the chart, and the reference of the kinds. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles } from "./generatedFiles.ts";

const root = join(import.meta.dirname, "..");
for (const [path, text] of generatedFiles()) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(path);
}
