import { ParseError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { parseHex, parseNumber, parseSingleNumber, splitFields } from "../../src/procfs/fields.ts";

test.each([
  ["a b c", ["a", "b", "c"]],
  ["  8       0 sda", ["8", "0", "sda"]],
  ["a\tb \t c ", ["a", "b", "c"]],
  ["", []],
  ["   ", []],
])("splits %j", (line, fields) => {
  expect(splitFields(line)).toEqual(fields);
});

describe("parseNumber", () => {
  test("rounds a 64-bit counter to the nearest double, as Go's float64 does", () => {
    expect(parseNumber("18446744073709551615", "x", 1)).toBe(2 ** 64);
    expect(parseNumber("0.25", "x", 1)).toBe(0.25);
  });

  test.each(["", "abc", "1x", undefined])("refuses %j and says where", (text) => {
    expect(() => parseNumber(text, "some/file", 7)).toThrow(ParseError);
    expect(() => parseNumber(text, "some/file", 7)).toThrow(/^some\/file:7: expected a number/);
  });
});

describe("parseHex", () => {
  test("reads both cases", () => {
    expect(parseHex("0000Ffff", "x", 1)).toBe(65_535);
  });

  test.each(["", "0x10", "g", "-1", undefined])("refuses %j", (text) => {
    expect(() => parseHex(text, "x", 1)).toThrow(ParseError);
  });
});

test("a file with one number may end in a newline", () => {
  expect(parseSingleNumber("4096\n", "x")).toBe(4096);
  expect(() => parseSingleNumber("\n", "x")).toThrow(ParseError);
});
