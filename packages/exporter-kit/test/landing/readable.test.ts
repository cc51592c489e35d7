import { describe, expect, test } from "vitest";
import { readableCount, readableSeconds, readableSpan, shorten } from "../../src/landing/readable.ts";

describe("readable forms", () => {
  test.each([
    [0, "0 µs"],
    [0.0000123, "12 µs"],
    [0.00234, "2.3 ms"],
    [0.0523, "52 ms"],
    [1, "1.00 s"],
    [12.345, "12.35 s"],
  ])("%d s of work reads %s", (seconds, text) => {
    expect(readableSeconds(seconds)).toBe(text);
  });

  test.each([
    [-5000, "0 s"],
    [999, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [725_000, "12 min 5 s"],
    [3_600_000, "1 h"],
    [3_605_000, "1 h"],
    [90_061_000, "1 d 1 h"],
    [86_400_000 * 400, "400 d"],
  ])("a span of %d ms reads %s", (milliseconds, text) => {
    expect(readableSpan(milliseconds)).toBe(text);
  });

  test.each([
    [0, "0"],
    [999, "999"],
    [1000, "1,000"],
    [1_234_567, "1,234,567"],
  ])("%d reads %s", (count, text) => {
    expect(readableCount(count)).toBe(text);
  });

  test("long texts are cut with a mark", () => {
    expect(shorten("abcdef", 6)).toBe("abcdef");
    expect(shorten("abcdefg", 6)).toBe("abcdef…");
  });
});
