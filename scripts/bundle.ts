/**
 * `npm run bundle [-- FOLDER]`: the program and its workers in three files that need no node_modules, for the image.
 * They lie as deep as `src/cli`, so that what they look for beside the sources is found beside them, too; the page of
 * the demo is in a folder of its own.
 */
import { build } from "esbuild";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { programFiles } from "../src/web/pageFiles.ts";

const ROOT = join(import.meta.dirname, "..");
const out = resolve(process.argv[2] ?? join(ROOT, "dist", "bundle"));
rmSync(out, { recursive: true, force: true });
await build({
  absWorkingDir: ROOT,
  entryPoints: {
    main: "src/cli/main.ts",
    // A worker is started by its own file, under the name it has beside the one who starts it.
    forecastWorker: "src/adapters/worker/forecastWorker.ts",
    replayWorker: "src/adapters/replay/replayWorker.ts",
  },
  outdir: out,
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "esm",
  // Some packages are CommonJS and ask for Node's own modules by `require`, which a module does not have.
  banner: { js: 'import { createRequire as requirer } from "node:module"; const require = requirer(import.meta.url);' },
  // Only sources are bundled on the spot; here the page's program is written out.
  external: ["esbuild"],
  logLevel: "warning",
});
for (const { route, text } of await programFiles()) {
  const file = join(out, "page", route);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
console.log(out);
