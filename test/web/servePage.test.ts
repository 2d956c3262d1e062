import { afterEach, describe, expect, it } from "vitest";
import type { Recording } from "../../src/web/recording.ts";
import { MOST_ROWS } from "../../src/web/recordingAnswers.ts";
import { servePage, type ServedPage } from "../../src/web/servePage.ts";
import { plausibleRecording } from "./plausibleRecording.ts";

const PLAY = plausibleRecording({ seed: 3, until: "2026-11-10T18:00:00+08:00" });
const served: ServedPage[] = [];

async function serve(recording: () => Recording): Promise<string> {
  const page = await servePage({ port: 0, recording });
  served.push(page);
  return page.url;
}

afterEach(async () => {
  await Promise.all(served.splice(0).map((page) => page.close()));
});

describe("the page's server", () => {
  it.each([
    { path: "", type: "text/html", contains: "<!doctype html>", why: "the page itself" },
    { path: "page.css", type: "text/css", contains: "prefers-color-scheme", why: "its look" },
    { path: "icon.svg", type: "image/svg+xml", contains: "<svg", why: "the sign in the browser's tab" },
    { path: "browser/page.js", type: "text/javascript", contains: "recording.json", why: "its program, as JavaScript" },
    { path: "uplot.js", type: "text/javascript", contains: "uPlot", why: "the chart library" },
    { path: "uplot.css", type: "text/css", contains: ".uplot", why: "the chart library's look" },
    { path: "healthz", type: "text/plain", contains: "ok", why: "for whoever waits for it" },
  ])("serves /$path: $why", async ({ path, type, contains }) => {
    const response = await fetch(`${await serve(() => PLAY)}${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain(type);
    expect(await response.text()).toContain(contains);
  });

  it("refers to nothing outside of itself", async () => {
    const url = await serve(() => PLAY);
    const html = await (await fetch(url)).text();
    const referred = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, to]) => to ?? "");
    expect(referred.length).toBeGreaterThan(4);
    for (const to of referred) {
      expect(to).toMatch(/^\/[a-z]/);
      expect((await fetch(new URL(to, url))).status).toBe(200);
    }
  });

  it("lets the browser run and load only what it serves", async () => {
    const response = await fetch(await serve(() => PLAY));
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it.each([
    { path: "nothing", method: "GET", status: 404, why: "no such thing" },
    { path: "../package.json", method: "GET", status: 404, why: "outside of the page" },
    { path: "browser/%2e%2e%2fservePage.ts", method: "GET", status: 404, why: "outside of the page, in disguise" },
    { path: "recording.json", method: "POST", status: 405, why: "nothing can be written" },
    { path: "", method: "DELETE", status: 405, why: "nothing can be deleted" },
  ])("answers $method /$path with $status: $why", async ({ path, method, status }) => {
    const response = await fetch(`${await serve(() => PLAY)}${path}`, { method });
    expect(response.status).toBe(status);
    if (status === 405) expect(response.headers.get("allow")).toBe("GET, HEAD");
  });

  it("answers HEAD with the length and no body", async () => {
    const response = await fetch(`${await serve(() => PLAY)}recording.json`, { method: "HEAD" });
    expect(Number(response.headers.get("content-length"))).toBeGreaterThan(1_000);
    expect(await response.text()).toBe("");
  });

  it("gives the recording as it was recorded", async () => {
    const response = await fetch(`${await serve(() => PLAY)}recording.json`);
    expect(await response.json()).toEqual(PLAY);
  });

  it("answers 304 until a row, a change or a verdict comes to the recording", async () => {
    let current = PLAY;
    const url = `${await serve(() => current)}recording.json`;
    let etag = (await fetch(url)).headers.get("etag") ?? "";
    const ask = () => fetch(url, { headers: { "if-none-match": etag } });
    expect((await ask()).status).toBe(304);
    const [target] = PLAY.targets;
    if (target === undefined) throw new Error("the play has a target");
    const later = plausibleRecording({ seed: 3, until: "2026-11-10T20:30:00+08:00" });
    const onlyVerdict = { ...later, verdicts: later.verdicts.slice(1) };
    for (const next of [later, onlyVerdict, { ...onlyVerdict, finished: true }]) {
      current = next;
      const response = await ask();
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual(next);
      etag = response.headers.get("etag") ?? "";
      expect((await ask()).status).toBe(304);
    }
  });

  it("says so when the recording is longer than it serves, and goes on serving the page", async () => {
    const [target] = PLAY.targets;
    const [row] = target?.rows ?? [];
    if (target === undefined || row === undefined) throw new Error("the play has rows");
    const long = { ...PLAY, targets: [{ ...target, rows: Array.from({ length: MOST_ROWS + 1 }, () => row) }] };
    const url = await serve(() => long);
    const response = await fetch(`${url}recording.json`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain("record at wider steps");
    expect((await fetch(url)).status).toBe(200);
  });

  it("survives a recording that cannot be had", async () => {
    const url = await serve(() => {
      throw new Error("the play fell over");
    });
    const response = await fetch(`${url}recording.json`);
    expect(response.status).toBe(500);
    expect(await response.text()).toContain("the play fell over");
    expect((await fetch(`${url}healthz`)).status).toBe(200);
  });

  it("listens on the loopback interface only, and not after close", async () => {
    const page = await servePage({ port: 0, recording: () => PLAY });
    expect(new URL(page.url).hostname).toBe("127.0.0.1");
    await page.close();
    await expect(fetch(page.url)).rejects.toThrow();
  });

  it("fails when the port is taken", async () => {
    const { port } = new URL(await serve(() => PLAY));
    await expect(servePage({ port: Number(port), recording: () => PLAY })).rejects.toThrow(/EADDRINUSE/);
  });
});
