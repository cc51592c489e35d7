import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDuration } from "../src/duration.ts";

describe("parseDuration", () => {
  // Values of Go's time.ParseDuration.
  test.each([
    ["0", 0],
    ["+0", 0],
    ["5s", 5_000],
    ["+5s", 5_000],
    ["1h30m", 5_400_000],
    ["1h2m3.5s", 3_723_500],
    ["-300ms", -300],
    ["-1.5h", -5_400_000],
    ["+1.5h", 5_400_000],
    [".5s", 500],
    ["1.s", 1_000],
    ["250us", 0.25],
    ["250µs", 0.25],
    ["250μs", 0.25],
    ["100ns", 0.0001],
    ["3m30s", 210_000],
  ])("reads %s as Go does", (text, milliseconds) => {
    expect(parseDuration(text)).toBeCloseTo(milliseconds, 9);
  });

  test.each(["", "5", "1.5", "s", "5 s", "5s ", "1d", "-", "--1s", "1h-2m", "1e3s", "NaNs", ".s", "9999999999h"])(
    "refuses %j",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  test("parts add up, in any order and of any unit", () => {
    const units = { us: 0.001, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
    const part = fc.tuple(fc.nat({ max: 10_000 }), fc.constantFrom("us", "ms", "s", "m", "h"));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const total = parts.reduce((sum, [amount, unit]) => sum + amount * units[unit], 0);
        expect(parseDuration(parts.map(([amount, unit]) => `${amount}${unit}`).join(""))).toBeCloseTo(total, 3);
      }),
    );
  });
});
