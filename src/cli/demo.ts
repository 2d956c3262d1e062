import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { demo } from "../app/demo/demo.ts";
import { readStory } from "../app/demo/readStory.ts";
import type { Story } from "../app/demo/story.ts";
import type { Recording } from "../web/recording.ts";
import { servePage } from "../web/servePage.ts";
import { formatToSecond, instant } from "../units/instant.ts";
import { demoTable } from "./demoTable.ts";
import { EXIT, Stop, wrongUsage } from "./fail.ts";

interface DemoFlags {
  readonly story: string;
  readonly speed?: string;
  readonly port: string;
  readonly once?: boolean;
}

const FIXTURES = join(import.meta.dirname, "..", "..", "fixtures");
/** Seconds that a story takes unless told. */
const WATCHABLE = 90;

export function demoCommand(): Command {
  return new Command("demo")
    .description("play a story with the real controllers on a simulated cluster, and show it as a page")
    .option("--story <name>", "a story of fixtures/, or the path of a folder", "double-eleven")
    .option("--speed <n>", "simulated seconds a second; such that it takes a minute and a half unless told")
    .option("--port <port>", "where the page is served, on the loopback address; 0 takes a free one", "8088")
    .option("--once", "play to the end without a page; exits 0 only if every promise held")
    .action(async (flags: DemoFlags) => {
      const story = storyNamed(flags.story);
      if (flags.once === true) return once(story);
      return watch(story, { speed: speedOf(flags.speed, story), port: portOf(flags.port) });
    });
}

async function once(story: Story): Promise<void> {
  const recording = await demo({ story, speed: Infinity, show: () => {}, stopping: new AbortController().signal });
  console.log(demoTable(recording));
  process.exitCode = allHeld(recording) ? EXIT.fine : EXIT.failed;
}

/** Serves the page while the story is played, and after it until somebody stops it. */
async function watch(story: Story, { speed, port }: { readonly speed: number; readonly port: number }): Promise<void> {
  const stopping = new AbortController();
  let latest: Recording | undefined;
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      if (latest?.finished !== true) console.log("the rest is played as fast as it goes; once more ends at once");
      stopping.abort();
    });
  }
  let told = 0;
  const show = (recording: Recording) => {
    latest = recording;
    for (const { at, from, to, reason } of recording.targets[0]?.changes.slice(told) ?? []) {
      console.log(`${formatToSecond(instant(at))} floor ${from} → ${to}: ${reason}`);
      told++;
    }
  };
  const nothingYet = (): never => {
    throw new Error("the story has not begun");
  };
  const page = await servePage({ port, recording: () => latest ?? nothingYet() }).catch((cause: unknown) => {
    throw noPort(port, cause);
  });
  try {
    console.log(`open ${page.url}`);
    latest = await demo({ story, speed, stopping: stopping.signal, show });
    console.log(demoTable(latest));
    process.exitCode = allHeld(latest) ? EXIT.fine : EXIT.failed;
    if (!stopping.signal.aborted) console.log(`the page stays at ${page.url} until you press Ctrl-C`);
    await until(stopping.signal);
  } finally {
    await page.close();
  }
}

function until(stopping: AbortSignal): Promise<void> {
  if (stopping.aborted) return Promise.resolve();
  return new Promise((resolve) => stopping.addEventListener("abort", () => resolve(), { once: true }));
}

function noPort(port: number, cause: unknown): Stop {
  const message = `port ${port} cannot be served: ${String(cause)}`;
  return new Stop({ code: "PortTaken", message, remedy: "give another one with --port, or 0 for a free one", cause });
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port > 65_535) throw wrongUsage(`--port is no port: ${text}`, "give 0 to 65535");
  return port;
}

function allHeld({ verdicts }: Recording): boolean {
  return verdicts.every(({ state }) => state === "held");
}

function storyNamed(name: string): Story {
  const isName = /^[a-z0-9-]+$/.test(name) && existsSync(join(FIXTURES, name));
  const read = readStory(isName ? join(FIXTURES, name) : name);
  if (!read.ok) throw new Stop(read.failure, EXIT.usage);
  return read.value;
}

function speedOf(text: string | undefined, story: Story): number {
  if (text === undefined) return (story.end - story.start) / 1000 / WATCHABLE;
  const speed = Number(text);
  if (!(speed > 0)) throw wrongUsage(`--speed is no number above 0: ${text}`, "give one such as 460");
  return speed;
}
