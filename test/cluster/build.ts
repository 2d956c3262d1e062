/**
 * `npx tsx test/cluster/build.ts`: builds what the real control plane needs, a line a program; does nothing when
 * all is there.
 */
import { findBinaries, missingTools } from "./binaries.ts";

const missing = missingTools();
if (missing === undefined) {
  for (const [name, path] of Object.entries(await findBinaries(console.log))) console.log(`${name}: ${path}`);
} else {
  console.error(missing);
  process.exitCode = 1;
}
