import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Registry } from "@sightglass/metrics-registry";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { launchChromium } from "../servers/chromium.ts";
import { HOSTILE_TEXTS, SENTINEL } from "./hostile-texts.ts";
import {
  createHostileRegistry,
  createLyingRegistry,
  createSampleRegistry,
  serveLanding,
  type LandingServer,
  type LandingServerOptions,
} from "./landing-server.ts";
import { AFTER_FRAME, FOCUSED_TEXT, FOREIGN_MARKUP, LUMINANCES, SIDEWAYS_OVERFLOW } from "./page-probes.ts";

/** A page in the browser and everything that it did on its own. */
interface Visit {
  readonly page: Page;
  readonly requests: readonly string[];
  /** Those of them that the page's policy kept from leaving the browser. */
  readonly blocked: readonly string[];
  readonly dialogs: readonly string[];
  /** Console messages and uncaught errors. */
  readonly messages: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

interface Viewport {
  readonly width?: number;
  readonly colorScheme?: "light" | "dark";
  readonly javaScriptEnabled?: boolean;
}

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

let browser: Browser;
const servers: LandingServer[] = [];

beforeAll(async () => {
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const serve = async (registry: Registry, options?: LandingServerOptions): Promise<LandingServer> => {
  const server = await serveLanding(registry, options);
  servers.push(server);
  return server;
};

const visit = async (url: string, { width = 1200, ...settings }: Viewport = {}): Promise<Visit> => {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...settings });
  const page = await context.newPage();
  const requests: string[] = [];
  const blocked: string[] = [];
  const dialogs: string[] = [];
  const messages: string[] = [];
  // Data URLs, such as the page's icon, leave the browser no more than the page itself does.
  page.on("request", (request) => void (request.url().startsWith("data:") || requests.push(request.url())));
  page.on("requestfailed", (request) => {
    if (/ERR_BLOCKED_BY_(?:CSP|CLIENT)|csp/i.test(request.failure()?.errorText ?? "")) {
      blocked.push(request.url());
    }
  });
  page.on("console", (message) => void messages.push(message.text()));
  page.on("pageerror", (error) => void messages.push(String(error)));
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const response = await page.goto(url, { waitUntil: "load" });
  expect(response?.status()).toBe(200);
  return { page, requests, blocked, dialogs, messages, headers: (await response?.allHeaders()) ?? {} };
};

const sentinel = (page: Page): Promise<unknown> => page.evaluate(`window.${SENTINEL}`);

/** Keeps a picture for whoever asks for one with SCREENSHOT_DIR, and gives its bytes. */
const screenshot = async (page: Page, name: string, fullPage = true): Promise<Buffer> => {
  const picture = await page.screenshot({ fullPage });
  const folder = process.env["SCREENSHOT_DIR"];
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.png`), picture);
  }
  return picture;
};

const visibleRows = (page: Page): Promise<string[]> =>
  page.locator("#family-table tbody tr:visible th code").allTextContents();

/** What the page asks of the browser when it works: itself, once. */
const expectNothingRan = async (visited: Visit, url: string): Promise<void> => {
  const { page } = visited;
  // Give handlers of every kind a reason to fire.
  await page.mouse.move(300, 500);
  await page.keyboard.press("Tab");
  await page.locator("#query").fill("script");
  await page.evaluate(AFTER_FRAME);
  expect(await sentinel(page)).toBeUndefined();
  expect(visited.dialogs).toEqual([]);
  expect(visited.messages).toEqual([]);
  expect(visited.requests).toEqual([`${url}/`]);
  expect(page.url()).toBe(`${url}/`);
};

const foreignMarkup = (page: Page): Promise<unknown> => page.evaluate(FOREIGN_MARKUP);

describe("hostile texts", () => {
  test("that went through a registry are shown and do not run", async () => {
    const server = await serve(createHostileRegistry());
    const scraped = await fetch(`${server.url}/metrics`);
    expect(scraped.status).toBe(200);
    expect(await scraped.text()).toContain("hostile_0{");
    const visited = await visit(`${server.url}/`);
    await expectNothingRan(visited, server.url);
    expect(await foreignMarkup(visited.page)).toEqual([]);
    const body = (await visited.page.locator("body").textContent()) ?? "";
    for (const shown of ["<img src=x onerror=", "javascript:", "\\u202egnp.exe", "\\u001b[2J", "nul\\u0000<script>"]) {
      expect(body).toContain(shown);
    }
  });

  test("in every field of the page are shown and do not run", async () => {
    const breakout = HOSTILE_TEXTS.find((text) => text.startsWith("</title>")) ?? "";
    const server = await serve(createLyingRegistry(), { name: breakout, version: breakout, description: breakout });
    const visited = await visit(`${server.url}/`);
    await expectNothingRan(visited, server.url);
    expect(await foreignMarkup(visited.page)).toEqual([]);
    expect(await visited.page.title()).toBe(breakout);
    expect(await visited.page.locator("#family-table tbody tr").count()).toBe(HOSTILE_TEXTS.length);
  });

  test("leave no character that reorders text or moves a cursor in page or log", async () => {
    const server = await serve(createHostileRegistry());
    await fetch(`${server.url}/metrics?collect[]=${encodeURIComponent("\u001b[2J\u202e\r\n<script>")}`);
    const page = await (await fetch(`${server.url}/`)).text();
    const unsafe = /[\p{Bidi_Control}\u2028\u2029]|[^\P{Cc}\n]/u;
    expect(page).not.toMatch(unsafe);
    expect(server.log).toHaveLength(1);
    expect(server.log.join("").replaceAll("\n", "")).not.toMatch(unsafe);
  });

  test("would not run even if they were not escaped", async () => {
    const markup = `<script>window.${SENTINEL}=1</script><img src="https://hostile.invalid/" onerror="window.${SENTINEL}=1"><iframe src="https://hostile.invalid/"></iframe>`;
    const server = await serve(createSampleRegistry(), { tamper: (page) => page.replace("<main>", `<main>${markup}`) });
    const visited = await visit(`${server.url}/`);
    expect(await visited.page.locator("main > script").count()).toBe(1);
    expect(await sentinel(visited.page)).toBeUndefined();
    expect(visited.messages.join("\n")).toContain("Content Security Policy");
    const outside = visited.requests.filter((url) => !url.startsWith(server.url));
    expect(outside.filter((url) => !visited.blocked.includes(url))).toEqual([]);
  });
});

describe("content security policy", () => {
  test("forbids everything but the page's own style and script", async () => {
    const server = await serve(createSampleRegistry());
    const { headers } = await visit(`${server.url}/`);
    const policy = headers["content-security-policy"] ?? "";
    const directives = policy.split("; ");
    expect(directives).toEqual(
      expect.arrayContaining(["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]),
    );
    expect(
      directives.filter((directive) => /^(?:style|script)-src 'sha256-[\w+/]{43}='$/.test(directive)),
    ).toHaveLength(2);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });
});

describe("page", () => {
  test("shows collectors before and after the first scrape", async () => {
    const server = await serve(createSampleRegistry());
    const first = await visit(`${server.url}/`);
    expect(await first.page.locator(".notice").textContent()).toContain("No scrape yet");
    expect(await first.page.locator(".collectors .badge").allTextContents()).toEqual([
      "not run yet",
      "not run yet",
      "not run yet",
      "disabled",
    ]);
    await fetch(`${server.url}/metrics`);
    const second = await visit(`${server.url}/`);
    expect(await second.page.locator(".notice").count()).toBe(0);
    const rows = await second.page.locator(".collectors tbody tr").allTextContents();
    expect(rows[0]).toMatch(/broken.*error.*the device does not answer/s);
    expect(rows[1]).toMatch(/disk.*ok.*4.*(?:µs|ms).*ago/s);
  });

  test("search shows the families that have every word, by keyboard alone", async () => {
    const server = await serve(createSampleRegistry());
    await fetch(`${server.url}/metrics`);
    const { page } = await visit(`${server.url}/`);
    const all = await visibleRows(page);
    expect(all).toContain("sample_disk_bytes");
    await page.keyboard.press("/");
    await page.keyboard.type("COUNTER disk");
    expect(await visibleRows(page)).toEqual(["sample_disk_operations_total"]);
    expect(await page.locator("#found").textContent()).toBe(`1 of ${all.length} families`);
    await page.keyboard.press("Escape");
    expect(await visibleRows(page)).toEqual(all);
    await page.locator("#query").fill("no such thing");
    expect(await visibleRows(page)).toEqual([]);
  });

  test("is whole without scripts", async () => {
    const server = await serve(createSampleRegistry());
    const { page } = await visit(`${server.url}/`, { javaScriptEnabled: false });
    expect(await page.locator("#query").isVisible()).toBe(false);
    expect(await visibleRows(page)).toContain("sample_memory_bytes");
  });

  test("follows the reader's colour scheme with readable contrast", async () => {
    const server = await serve(createSampleRegistry());
    await fetch(`${server.url}/metrics`);
    const luminances: number[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await visit(`${server.url}/`, { colorScheme });
      expect((await screenshot(page, `landing-${colorScheme}`)).subarray(1, 4).toString()).toBe("PNG");
      const [background = 0, text = 0] = await page.evaluate<number[]>(LUMINANCES);
      const [low = 0, high = 0] = [background, text].toSorted((one, other) => one - other);
      expect((high + 0.05) / (low + 0.05)).toBeGreaterThan(7);
      luminances.push(background);
    }
    expect(luminances[0]).toBeGreaterThan(0.8);
    expect(luminances[1]).toBeLessThan(0.05);
  });

  test.each([
    ["sample", createSampleRegistry],
    ["hostile", createLyingRegistry],
  ])("never scrolls sideways with %s data, on a phone or a wide screen", async (name, create) => {
    const server = await serve(create());
    for (const width of [360, 768, 1600]) {
      const { page } = await visit(`${server.url}/`, { width });
      await screenshot(page, `landing-${name}-${width}`, name === "sample");
      const overflow = await page.evaluate(SIDEWAYS_OVERFLOW);
      expect(overflow, `at ${width} px`).toBe(0);
    }
  });

  test("names its tables, headers and field for those who do not see them", async () => {
    const server = await serve(createSampleRegistry());
    const { page } = await visit(`${server.url}/`, { width: 360 });
    expect(await page.getByRole("table", { name: "Collectors" }).count()).toBe(1);
    const families = page.getByRole("table", { name: "Metric families" });
    expect(await families.getByRole("rowheader").count()).toBe(await families.locator("tbody tr").count());
    expect(await families.getByRole("columnheader").count()).toBe(5);
    expect(await page.getByRole("searchbox", { name: "Search families" }).count()).toBe(1);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(FOCUSED_TEXT)).toBe("Skip to the metric families");
  });
});
