import { expect, test } from "vitest";
import { formatBound, formatGoFloat } from "../../src/exposition/go-float.ts";

// The right column is what Go prints for strconv.FormatFloat(x, 'g', -1, 64).
const CASES: readonly (readonly [number, string])[] = [
  [0, "0"],
  [-0, "-0"],
  [1, "1"],
  [0.005, "0.005"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [0.00012345, "0.00012345"],
  [1.073e-6, "1.073e-06"],
  [999999, "999999"],
  [1_000_000, "1e+06"],
  [1_234_567, "1.234567e+06"],
  [26_214_400, "2.62144e+07"],
  [123456.5, "123456.5"],
  [1e21, "1e+21"],
  [1.5e300, "1.5e+300"],
  [5e-324, "5e-324"],
  [18446744073709552000, "1.8446744073709552e+19"],
  [-2.5, "-2.5"],
  [-1e-7, "-1e-07"],
  [Infinity, "+Inf"],
  [-Infinity, "-Inf"],
  [NaN, "NaN"],
];

test.each(CASES)("%d is written as %s", (value, text) => {
  expect(formatGoFloat(value)).toBe(text);
  expect(formatBound(value)).toBe(text);
  expect(formatBound(value)).toBe(text);
});

test("stays right when more bounds come by than are remembered", () => {
  for (let index = 0; index < 3000; index += 1) expect(formatBound(index + 0.5)).toBe(String(index + 0.5));
  expect(formatBound(2e6)).toBe("2e+06");
});
