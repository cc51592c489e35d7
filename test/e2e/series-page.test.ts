import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { startAgent } from "../servers/agent.ts";
import { ensureBuilt } from "../servers/build.ts";
import { launchChromium } from "../servers/chromium.ts";
import type { HttpServerProcess } from "../servers/http-server.ts";
import { HOSTILE_TEXTS } from "./hostile-texts.ts";
import { SIDEWAYS_OVERFLOW } from "./page-probes.ts";

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

let agent: HttpServerProcess;
let browser: Browser;

beforeAll(async () => {
  ensureBuilt();
  [agent, browser] = await Promise.all([startAgent(), launchChromium()]);
}, 500_000);
afterAll(async () => {
  await browser?.close();
  await agent?.stop();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

/** Opens a path, and keeps what the page did that a quiet page would not: messages, dialogs, requests elsewhere. */
async function open(path: string, width = 1200): Promise<{ readonly page: Page; readonly noise: readonly string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  const noise: string[] = [];
  page.on("console", (message) => noise.push(message.text()));
  page.on("pageerror", (error) => noise.push(error.message));
  page.on("dialog", (dialog) => {
    noise.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(agent.url) && !url.startsWith("data:")) {
      noise.push(url);
    }
  });
  await page.goto(`${agent.url}${path}`);
  return { page, noise };
}

test("the landing page leads to it, and its form shows what rules would leave, under its policy", async () => {
  const { page, noise } = await open("/");
  await page.getByRole("link", { name: "Series", exact: true }).click();
  await page.getByLabel("Drop families").fill("node_load.*\nnode_uname_info");
  await page.getByLabel("Take labels off").fill("cpu");
  await page.getByLabel("Most series per family").fill("20");
  await page.getByRole("button", { name: "Show what they leave" }).click();
  await page.waitForURL(/drop=/);
  const cellsOf = (family: string) =>
    page.getByRole("row").filter({ hasText: family }).getByRole("cell").allTextContents();
  expect((await cellsOf("node_load15"))[0]?.trim()).toBe("1 → 0");
  expect((await cellsOf("node_uname_info"))[0]?.trim()).toBe("1 → 0");
  expect(await page.getByLabel("Drop families").inputValue()).toBe("node_load.*\nnode_uname_info");
  expect(await page.getByLabel("Most series per family").inputValue()).toBe("20");
  await page.getByRole("link", { name: "Overview" }).click();
  expect(new URL(page.url()).pathname).toBe("/");
  expect(noise).toEqual([]);
});

test("texts that mean harm stay texts", async () => {
  const { page, noise } = await open("/-/series");
  for (const text of HOSTILE_TEXTS.filter((one) => encodeURIComponent(one.toWellFormed()).length < 2_000)) {
    const query = new URLSearchParams({
      keep: text.toWellFormed(),
      drop_label: text.toWellFormed(),
      cap: text.toWellFormed(),
    });
    await page.goto(`${agent.url}/-/series?${query.toString()}`);
    expect(await page.locator("script, iframe, img, form form, a[href^='javascript']").count(), text).toBe(0);
    expect(await page.locator("form").count(), text).toBe(1);
    // A refused rule is answered with status 400, which the browser notes.
    expect(
      noise.filter((message) => !message.includes("status of 400")),
      text,
    ).toEqual([]);
  }
});

test("fits a phone", async () => {
  const { page } = await open("/-/series?cap=1", 360);
  expect(await page.evaluate<number>(SIDEWAYS_OVERFLOW)).toBe(0);
});
