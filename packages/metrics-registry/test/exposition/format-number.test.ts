import * as fc from "fast-check";
import { expect, test } from "vitest";
import { formatMilliseconds, formatNumber, formatSeconds } from "../../src/exposition/format-number.ts";
import { parseInteger, parseNumber } from "../../src/exposition/parse-number.ts";

test.each([
  [0, "0"],
  [-0, "-0"],
  [12, "12"],
  [0.1, "0.1"],
  [1e21, "1e+21"],
  [NaN, "NaN"],
  [Infinity, "+Inf"],
  [-Infinity, "-Inf"],
])("%d is written as %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test("every float64 is read back as itself", () => {
  fc.assert(fc.property(fc.double(), (value) => Object.is(parseNumber(formatNumber(value)), value)));
});

test("timestamps are milliseconds or seconds, and left out when they are no point in time", () => {
  expect(formatMilliseconds(1395066363000)).toBe(" 1395066363000");
  expect(formatSeconds(1520879607789)).toBe(" 1520879607.789");
  expect(formatSeconds(-1)).toBe(" -0.001");
  expect(formatMilliseconds(0)).toBe(" 0");
  expect(formatMilliseconds(-1)).toBe("");
  expect(formatMilliseconds(NaN)).toBe("");
  expect(formatSeconds(1e300)).toBe("");
});

test("a server, which cuts seconds to milliseconds, stores the millisecond that was meant", () => {
  expect(formatSeconds(544828137614)).toBe(" 544828137.614001");
  fc.assert(
    fc.property(fc.integer({ min: -4e12, max: 4e12 }), (milliseconds) => {
      const seconds = Number(formatSeconds(milliseconds));
      return Math.trunc(seconds * 1000) === milliseconds && Math.round(seconds * 1000) === milliseconds;
    }),
  );
});

test.each(["", " ", "0x10", "0b1", "1_0", "--1", "1e", "e5", ".", "1.2.3", "1e400", "+NaN", "Infinity1", "1 "])(
  "%j is no number",
  (text) => {
    expect(parseNumber(text)).toBeUndefined();
  },
);

test.each([
  ["+5", 5],
  ["5.", 5],
  [".5", 0.5],
  ["1E3", 1000],
  ["inf", Infinity],
  ["-Infinity", -Infinity],
  ["nan", NaN],
])("%s is the number %d", (text, value) => {
  expect(parseNumber(text)).toBe(value);
});

test("integers have 64 bits", () => {
  expect(parseInteger("-3982045")).toBe(-3982045);
  expect(parseInteger("9223372036854775807")).toBe(2 ** 63);
  expect(parseInteger("9223372036854775808")).toBeUndefined();
  expect(parseInteger("1.5")).toBeUndefined();
  expect(parseInteger("")).toBeUndefined();
});
