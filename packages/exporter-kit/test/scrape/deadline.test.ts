import { describe, expect, test } from "vitest";
import { scrapeDeadlineMs } from "../../src/scrape/deadline.ts";

const LIMITS = { defaultMs: 9500, offsetMs: 500, maxMs: 60_000 };

describe("scrapeDeadlineMs", () => {
  test.each([
    ["10", 9500],
    ["10.000000", 9500],
    ["15.5", 15_000],
    ["0.75", 250],
    ["0.5", 500],
    ["0.25", 250],
    ["0.0001", 10],
    ["3600", 60_000],
    ["999999999", 60_000],
  ])("a scraper that waits %s s gets %d ms", (header, milliseconds) => {
    expect(scrapeDeadlineMs(header, LIMITS)).toBe(milliseconds);
  });

  test.each([
    undefined,
    "",
    "0",
    "0.000",
    "-5",
    "+5",
    "1e9",
    "Infinity",
    "NaN",
    "0x10",
    "10s",
    " 10",
    "10, 20",
    "1".repeat(5000),
  ])("%j is as good as no header", (header) => {
    expect(scrapeDeadlineMs(header, LIMITS)).toBe(9500);
  });

  test("the upper bound holds for the default as well", () => {
    expect(scrapeDeadlineMs(undefined, { ...LIMITS, maxMs: 2000 })).toBe(2000);
  });
});
