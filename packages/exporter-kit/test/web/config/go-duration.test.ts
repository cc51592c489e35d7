import { describe, expect, it } from "vitest";
import { parseGoDuration } from "../../../src/web/config/go-duration.ts";

describe("parseGoDuration", () => {
  // Values of Go's time.ParseDuration.
  it.each([
    ["0", 0],
    ["1s", 1_000],
    ["+5s", 5_000],
    ["-1.5h", -5_400_000],
    ["1h30m", 5_400_000],
    ["250ms", 250],
    [".5s", 500],
    ["1.s", 1_000],
    ["100us", 0.1],
    ["100µs", 0.1],
    ["1000000", 1],
  ])("%s", (text, milliseconds) => {
    expect(parseGoDuration(text)).toBeCloseTo(milliseconds, 9);
  });

  it.each(["", "s", "1d", "1 s", "1s ", "--1s", ".s", "1e3s", "1.5"])("refuses %j", (text) => {
    expect(parseGoDuration(text)).toBeUndefined();
  });
});
