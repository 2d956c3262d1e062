import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Recording } from "../../src/web/recording.ts";
import { servePage } from "../../src/web/servePage.ts";
import { findChromium, launchChromium } from "./chromium.ts";
import { plausibleRecording } from "./plausibleRecording.ts";

const FINISHED = plausibleRecording({ seed: 11 });
const DESK = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true };
/** In CI what was not looked at has not been shown, so there a missing browser is a failure. */
const without = findChromium() === undefined && process.env["CI"] !== "true";
if (without) console.warn("the page's browser tests are skipped: no chromium here (apt-get install chromium)");

/** What the browser complained about: each of these fails a test. */
interface Watched {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

describe.skipIf(without)("the page in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  async function open(recording: () => Recording, options: BrowserContextOptions = DESK): Promise<Watched> {
    const served = await servePage({ port: 0, recording });
    const context = await browser.newContext({ reducedMotion: "reduce", ...options });
    // The page's timers run as ever, and a test may put the clock forward.
    await context.clock.install();
    onTestFinished(async () => {
      await context.close();
      await served.close();
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
    page.on("request", (request) => requests.push(request.url()));
    page.on("response", (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
    });
    await page.goto(served.url);
    await page.locator("#timeline canvas").nth(1).waitFor();
    return { page, complaints, requests };
  }

  it("tells the outcome, the promises, the reasons and the cost in words", async () => {
    const { page, complaints, requests } = await open(() => FINISHED);
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toContain(
      "120 of 120 ready at 23:45, 15 min before the start",
    );
    expect(await page.locator("#detail").innerText()).toContain("All 5 promises held.");
    const promises = await page.locator("#promises li").allInnerTexts();
    expect(promises).toHaveLength(5);
    expect(promises.every((text) => text.includes("Held"))).toBe(true);
    const costs = await page.locator("#costs tbody tr").allInnerTexts();
    expect(costs[0]).toMatch(/Headstart\s+602 \+ 58 reserved\s+1,652 EUR\s+never/);
    expect(costs[1]).toMatch(/HPA alone\s+542\s+1,355 EUR\s+23 min/);
    const heights = await page
      .locator("#story .step")
      .evaluateAll((all) =>
        all.map((step) => step.getBoundingClientRect().height / parseFloat(getComputedStyle(step).fontSize)),
      );
    expect(Math.max(...heights), "a change on one line").toBeLessThan(2);
    const order = page.locator("#story li", { hasText: "Floor raised from 19 to 120" });
    expect(await order.innerText()).toMatch(/23:32[\s\S]*Campaign vision\/double-eleven asks for 120/);
    expect(await page.locator("#story").innerText()).not.toMatch(/\d{4}-\d{2}-\d{2}T/);
    expect(complaints).toEqual([]);
    expect(new Set(requests.map((url) => new URL(url).host)).size).toBe(1);
  });

  it("shows verdict, promises and both charts with their times on the first screen of a laptop", async () => {
    const { page } = await open(() => FINISHED);
    const bottom = await page.locator("#timeline").evaluate((card) => card.getBoundingClientRect().bottom);
    expect(bottom).toBeLessThanOrEqual(800);
    const plots = await page.locator(".u-over").evaluateAll((all) => all.map((plot) => plot.getBoundingClientRect().x));
    expect(plots[0]).toBe(plots[1]);
  });

  it.each([
    { name: "a laptop", options: DESK },
    { name: "a phone", options: PHONE },
  ])("nothing is wider than $name", async ({ options }) => {
    const { page, complaints } = await open(() => FINISHED, options);
    await page.locator(".mark").first().hover();
    await page.getByText("All of it as a table").click();
    await page.locator("#numbers tbody tr").first().waitFor();
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(beyond).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
  });

  it("explains a change of the floor under the pointer, and under the keyboard's focus", async () => {
    const { page } = await open(() => FINISHED);
    const mark = page.getByRole("link", { name: "Floor change 6, at 23:32" });
    const tip = page.locator("#why-6");
    expect(await tip.isVisible()).toBe(false);
    await mark.hover();
    await tip.waitFor({ state: "visible" });
    expect(await tip.innerText()).toContain("19 → 120 campaign vision/double-eleven asks for 120");
    await page.mouse.move(0, 0);
    await tip.waitFor({ state: "hidden" });
    await page.getByRole("link", { name: "Floor change 5" }).focus();
    await page.keyboard.press("Tab");
    await tip.waitFor({ state: "visible" });
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => location.hash)).toBe("#change-6");
  });

  it("reads both charts at one moment with the arrow keys", async () => {
    const { page } = await open(() => FINISHED);
    expect(await page.locator(".reading").innerText()).toBe("Wed 11 Nov, 00:00 · Campaign");
    await page.getByRole("group", { name: /^Traffic over time/ }).focus();
    for (let press = 0; press < 3; press++) await page.keyboard.press("Shift+ArrowLeft");
    expect(await page.locator(".reading").innerText()).toBe("Tue 10 Nov, 23:30 · Reserving");
    expect(await page.locator(".readout").nth(1).innerText()).toMatch(
      /Floor\s+19[\s\S]*Ready\s+22[\s\S]*Reserved\s+98/,
    );
    const cursors = page.locator(".u-cursor-x");
    const places = await cursors.evaluateAll((all) => all.map((line) => line.getBoundingClientRect().x));
    expect(places[0]).toBe(places[1]);
  });

  it("zooms to the campaign and back", async () => {
    const { page } = await open(() => FINISHED);
    const marks = async () => (await page.locator(".mark").allInnerTexts()).join(" ");
    expect(await marks()).toContain("1");
    await page.getByRole("button", { name: "Around double-eleven" }).click();
    await page.locator('.zoom button[aria-pressed="true"]', { hasText: "Around double-eleven" }).waitFor();
    expect(await marks()).not.toContain("2 ");
    await page.getByRole("button", { name: "All of it" }).click();
    await page.locator('.zoom button[aria-pressed="true"]', { hasText: "All of it" }).waitFor();
    expect((await marks()).startsWith("1 2 ")).toBe(true);
  });

  it("has all numbers in a table", async () => {
    const { page } = await open(() => FINISHED);
    await page.getByText("All of it as a table").click();
    const ordered = page.locator("#numbers tbody tr", { hasText: "23:32" });
    expect((await ordered.first().innerText()).split("\t").slice(0, 2)).toEqual(["Tue 10 Nov, 23:32", "Starting"]);
    expect(await page.locator("#numbers tbody tr").count()).toBeGreaterThan(100);
    const heads = await page.locator("#numbers thead th").allInnerTexts();
    expect(heads.filter((head) => head.endsWith(", images/s")).map((head) => head.split(",")[0])).toEqual([
      ...["Demand", "Forecast without campaign", "Capacity"],
    ]);
  });

  it("follows a play that is under way, and stops asking when it is finished", async () => {
    let current = plausibleRecording({ seed: 11, until: "2026-11-10T23:34:00+08:00" });
    const { page, complaints, requests } = await open(() => current);
    const headline = page.getByRole("heading", { level: 1 });
    expect(await headline.innerText()).toBe("22 of 120 replicas ready, 26 min before double-eleven starts");
    expect(await page.locator("#live").innerText()).toContain("live · 23:34");
    expect(await page.locator("#story li:not(.own)").count()).toBe(6);
    current = FINISHED;
    await page.locator("h1", { hasText: "120 of 120 ready at 23:45" }).waitFor();
    expect(await page.locator("#live").innerText()).toBe("finished");
    expect(await page.locator("#story li:not(.own)").count()).toBe(12);
    const asked = requests.length;
    await page.clock.fastForward(60_000);
    await page.evaluate(() => fetch("/healthz"));
    expect(requests.slice(asked).map((url) => new URL(url).pathname)).toEqual(["/healthz"]);
    expect(complaints).toEqual([]);
  });

  it("shows the deployment that is chosen", async () => {
    const { page } = await open(() => plausibleRecording({ seed: 11, targets: ["face-fusion", "safety-check"] }));
    await page.getByLabel("Deployment").selectOption("vision/safety-check");
    await page.locator("#title", { hasText: "vision/safety-check" }).waitFor();
    expect(await page.locator("#timeline canvas").count()).toBe(2);
  });

  it("puts names and reasons on the page as text, whatever is in them", async () => {
    const attack = "<img src=x onerror=alert(1)>";
    const play = plausibleRecording({ seed: 11, targets: [attack] });
    const hostile = { ...play, title: attack, verdicts: [{ promise: attack, state: "held" as const, text: attack }] };
    const { page, complaints } = await open(() => hostile);
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toContain(attack);
    expect(await page.locator("img").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it.each(["light", "dark"] as const)("draws in the %s scheme, in its colours", async (colorScheme) => {
    const { page } = await open(() => FINISHED, { ...DESK, colorScheme });
    const ground = await page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
    const light = Number(/\d+/.exec(ground)?.[0]);
    expect(colorScheme === "light" ? light > 200 : light < 40).toBe(true);
    const colours = await page
      .locator("#timeline canvas")
      .first()
      .evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const { data } = (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height) ?? {
          data: [],
        };
        const seen = new Set<number>();
        for (let at = 0; at < data.length; at += 4) seen.add(((data[at] ?? 0) << 8) + (data[at + 2] ?? 0));
        return seen.size;
      });
    expect(colours).toBeGreaterThan(20);
  });

  it("says when it gets no answer, and goes on when there is one again", async () => {
    let broken = false;
    let current = plausibleRecording({ seed: 11, until: "2026-11-10T22:00:00+08:00" });
    const { page } = await open(() => {
      if (broken) throw new Error("away");
      return current;
    });
    broken = true;
    await page.locator("#live", { hasText: "no answer" }).waitFor();
    current = FINISHED;
    broken = false;
    await page.locator("#live", { hasText: "finished" }).waitFor();
    expect(await page.locator("h1").innerText()).toContain("120 of 120");
  });
});
