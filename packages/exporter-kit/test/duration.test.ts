import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "../src/duration.ts";

describe("parseDuration", () => {
  it.each([
    ["0", 0],
    ["5s", 5_000],
    ["1h2m3.5s", 3_723_500],
    ["-300ms", -300],
    ["+1.5h", 5_400_000],
    [".5s", 500],
    ["1.s", 1_000],
    ["250us", 0.25],
    ["250µs", 0.25],
    ["3m30s", 210_000],
  ])("reads %s as Go does", (text, milliseconds) => {
    expect(parseDuration(text)).toBeCloseTo(milliseconds, 9);
  });

  it.each(["", "5", "s", "5 s", "1d", "-", "1h-2m", "1e3s", "NaNs", ".s", "9999999999h"])("refuses %j", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0s"],
    [500, "500ms"],
    [5_000, "5s"],
    [1_500, "1.5s"],
    [5_400_000, "1h30m"],
    [-90_000, "-1m30s"],
  ])("writes %d ms as %s", (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it("is read back as the same number of milliseconds", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e10, max: 1e10 }), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds))).toBeCloseTo(milliseconds, 3);
      }),
    );
  });
});
