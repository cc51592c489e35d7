import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseProportionalBytes } from "../../src/procfs/smaps-rollup.ts";
import { parseProblems } from "../support/parse-problems.ts";

const TEXT =
  "559318b11000-7ffc3f9f1000 ---p 00000000 00:00 0                          [rollup]\nRss:                1784 kB\nPss:                 298 kB\nPss_Dirty:           104 kB\nPss_Anon:            100 kB\n";
const parse = (text: string) => parseProportionalBytes(text, "42/smaps_rollup");

test("reads the proportional set size in bytes, and no part of it", () => {
  expect(parse(TEXT)).toBe(305_152);
});

test.each([
  ["empty", ""],
  ["cut before the line", TEXT.slice(0, TEXT.indexOf("Pss:"))],
  ["cut within the number", TEXT.slice(0, TEXT.indexOf("298") + 2)],
  ["malformed", TEXT.replace("298", "x")],
  ["negative", TEXT.replace("298", "-1")],
])("refuses a text that is %s", (_what, text) => {
  expect(() => parse(text)).toThrow(ParseError);
  expect(() => parse(text)).toThrow("42/smaps_rollup");
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(TEXT, parse)).toEqual([]);
});
