import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseInteger, parseUnsigned } from "../../src/procfs/integers.ts";
import { parseProblems } from "../support/parse-problems.ts";

test.each([
  ["0", 0],
  ["-2", -2],
  ["+7", 7],
  ["0010", 10],
  ["-9223372036854775808", -(2 ** 63)],
])("parses %s", (text, value) => {
  expect(parseInteger(text, "swaps", 2)).toBe(value);
});

test("parses the largest count of 64 bits", () => {
  expect(parseUnsigned("18446744073709551615", "softirqs", 2)).toBe(2 ** 64);
});

test.each([undefined, "", "x", "1.5", "1e3", "0x10", " 1", "99999999999999999999999"])("refuses %j", (text) => {
  expect(() => parseInteger(text, "swaps", 2)).toThrow(ParseError);
  expect(() => parseUnsigned(text, "swaps", 2)).toThrow(/^swaps:2: expected an integer/);
});

test("a count has no sign", () => {
  expect(() => parseUnsigned("-1", "softirqs", 3)).toThrow('softirqs:3: expected an integer, found "-1"');
});

test("throws nothing but ParseError", () => {
  expect(parseProblems("-123", (text) => parseInteger(text, "a", 1))).toEqual([]);
  expect(parseProblems("123", (text) => parseUnsigned(text, "a", 1))).toEqual([]);
});
