import { readFileSync } from "node:fs";
import { join } from "node:path";

/** `src/cli`, `dist/cli` and the bundle lie equally deep below the package. */
export function version(): string {
  const text = readFileSync(join(import.meta.dirname, "..", "..", "package.json"), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
