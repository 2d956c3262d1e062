import { play } from "../test/twin/simulation/play.ts";
import { randomWorld } from "../test/twin/simulation/randomWorld.ts";

/**
 * `tsx scripts/simulate.ts [first] [count]`: plays random worlds with faults on the simulated cluster, a hundred by
 * default, and prints the seed of each in which a promise did not hold. One seed alone is played with all that happened
 * in it: `tsx scripts/simulate.ts 4711 1`. The same seed plays the same on the same sources.
 */
const first = Number(process.argv[2] ?? 0);
const count = Number(process.argv[3] ?? 100);

let failures = 0;
process.on("unhandledRejection", (error) => {
  process.stdout.write(`unhandled rejection: ${String(error)}\n`);
  failures++;
});
for (let seed = first; seed < first + count && failures < 20; seed++) {
  const { broken, trace } = await play(randomWorld(seed));
  if (broken.length > 0) failures++;
  if (count === 1) process.stdout.write(`${trace.join("\n")}\n`);
  if (broken.length > 0) process.stdout.write(`seed ${seed}:\n  ${broken.slice(0, 5).join("\n  ")}\n`);
}
process.stdout.write(`${count} worlds from seed ${first}: ${failures === 0 ? "all held" : `${failures} FAILED`}\n`);
process.exitCode = failures === 0 ? 0 : 1;
