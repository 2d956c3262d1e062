import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Debian's chromium, or the one that `HEADSTART_CHROMIUM` names; undefined when there is none. */
export function findChromium(): string | undefined {
  const named = process.env["HEADSTART_CHROMIUM"];
  return [...(named === undefined ? [] : [named]), ...PLACES].find((path) => existsSync(path));
}

/** @throws when there is no chromium, or it does not start */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(`none of ${PLACES.join(", ")}: apt-get install chromium`);
  // Chromium's sandbox needs a user of its own, which a container seldom has; only our own page is loaded here.
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}
