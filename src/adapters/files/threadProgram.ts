import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * The program of a worker thread that lies beside the file which asks, compiled or in source. A thread does not inherit
 * the loader that lets Node read TypeScript, so in source it brings its own.
 * @param from the asking file's `import.meta.url`
 * @param name file name without its ending
 * @returns undefined where there is none, as in a program that was bundled into one file
 */
export function threadProgram(from: string, name: string): URL | undefined {
  if (!from.endsWith(".ts")) {
    const compiled = new URL(`./${name}.js`, from);
    return existsSync(fileURLToPath(compiled)) ? compiled : undefined;
  }
  const required = createRequire(from).resolve("tsx/esm/api");
  const loader = pathToFileURL(required.replace(/\.cjs$/, ".mjs")).href;
  const source = new URL(`./${name}.ts`, from).href;
  const program = `import { register } from "${loader}"; register(); await import("${source}");`;
  return new URL(`data:text/javascript,${encodeURIComponent(program)}`);
}
