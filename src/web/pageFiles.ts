import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { PAGE_HTML, PAGE_ICON } from "./pageHtml.ts";
import { PAGE_STYLE } from "./pageStyle.ts";

/** One thing the browser asks for. */
export interface PageFile {
  readonly route: string;
  readonly contentType: string;
  readonly text: string;
}

const SCRIPT = "text/javascript; charset=utf-8";
const STYLE = "text/css; charset=utf-8";
/** Where a bundled program finds what cannot be part of its one file: whoever bundles writes `programFiles` there. */
const BESIDE_BUNDLE = new URL("./page/", import.meta.url);

/**
 * All files of the page, read once. The program of the browser is TypeScript in `browser/`. It is found in one of
 * three ways: written beside a bundle; compiled by tsc beside this module; or, while this module itself is a source,
 * bundled on the spot.
 * @throws when a file is missing
 */
export async function pageFiles(): Promise<readonly PageFile[]> {
  return [
    { route: "/", contentType: "text/html; charset=utf-8", text: PAGE_HTML },
    { route: "/page.css", contentType: STYLE, text: PAGE_STYLE },
    { route: "/icon.svg", contentType: "image/svg+xml", text: PAGE_ICON },
    ...(await programFiles()),
  ];
}

/** The files a bundle has to carry beside itself, as `page/<route>`. */
export async function programFiles(): Promise<readonly PageFile[]> {
  if (existsSync(BESIDE_BUNDLE)) {
    return ["uplot.js", "uplot.css", "browser/page.js"].map((path) => ({
      route: `/${path}`,
      contentType: path.endsWith(".css") ? STYLE : SCRIPT,
      text: readFileSync(new URL(path, BESIDE_BUNDLE), "utf8"),
    }));
  }
  const browser = import.meta.url.endsWith(".ts") ? [await bundledSources()] : compiledModules();
  return [...chartLibrary(), ...browser];
}

function chartLibrary(): readonly PageFile[] {
  const find = createRequire(import.meta.url);
  const read = (file: string) => readFileSync(find.resolve(`uplot/dist/${file}`), "utf8");
  return [
    { route: "/uplot.js", contentType: SCRIPT, text: read("uPlot.iife.min.js") },
    { route: "/uplot.css", contentType: STYLE, text: read("uPlot.min.css") },
  ];
}

function compiledModules(): readonly PageFile[] {
  const folder = new URL("./browser/", import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => ({
      route: `/browser/${name}`,
      contentType: SCRIPT,
      text: readFileSync(new URL(name, folder), "utf8"),
    }));
}

/** esbuild is there whenever sources are run: only they need it. */
async function bundledSources(): Promise<PageFile> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("./browser/page.ts", import.meta.url))],
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "silent",
  });
  const [script] = outputFiles;
  if (script === undefined) throw new Error("the page's program came out empty");
  return { route: "/browser/page.js", contentType: SCRIPT, text: script.text };
}
