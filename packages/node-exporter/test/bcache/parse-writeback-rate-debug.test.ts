import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseWritebackRateDebug } from "../../src/bcache/parse-writeback-rate-debug.ts";
import { mutatedText } from "../support/mutated-text.ts";

const TEXT =
  "rate:\t\t2.0M/sec\ndirty:\t\t20.3G\ntarget:\t\t10.0G\nproportional:\t-4.0k\nintegral:\t1.0M\nchange:\t\t-3/sec\nnext io:\t-17ms\n";
const NONE = { target: 0, rate: 0, proportional: 0, integral: 0, change: 0 };

test("gives rate, target and the terms of the controller in bytes", () => {
  expect(parseWritebackRateDebug(TEXT, "writeback_rate_debug")).toEqual({
    rate: 2_097_152,
    target: 10_737_418_240,
    proportional: -4096,
    integral: 1_048_576,
    change: -3,
  });
});

test.each([
  ["an empty text", "", NONE],
  ["a truncated text", TEXT.slice(0, 17), { ...NONE, rate: 2_097_152 }],
  ["rows of an older kernel", "rate: 512/sec\nderivative: 5\n", { ...NONE, rate: 512 }],
  ["a row that comes again", "rate: 1\nrate: 2\n", { ...NONE, rate: 2 }],
])("takes %s", (_what, text, rate) => {
  expect(parseWritebackRateDebug(text, "writeback_rate_debug")).toEqual(rate);
});

test.each([
  ["a row without a value", "rate:\n", 1],
  ["a value that is none", "dirty: x\ntarget: much\n", 2],
  ["another unit", "change:\t5/min\n", 1],
])("refuses %s", (_what, text, line) => {
  expect(() => parseWritebackRateDebug(text, "writeback_rate_debug")).toThrow(ParseError);
  expect(() => parseWritebackRateDebug(text, "writeback_rate_debug")).toThrow(`writeback_rate_debug:${line}:`);
});

test("throws nothing but ParseError on any text", () => {
  const check = (text: string): void => {
    try {
      parseWritebackRateDebug(text, "writeback_rate_debug");
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText(TEXT), check));
});
