import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseLimit } from "../../src/cgroup/parse-limit.ts";
import { parseProblems } from "../support/parse-problems.ts";

const parse = (text: string): number | undefined => parseLimit(text, "a/memory.max");

test.each([
  ["1073741824\n", 1_073_741_824],
  ["0\n", 0],
  ["max\n", undefined],
])("reads %j", (text, value) => {
  expect(parse(text)).toBe(value);
});

test.each([
  ["empty", ""],
  ["a word", "maximum\n"],
  ["negative", "-1\n"],
  ["two numbers", "1 2\n"],
])("refuses a text that is %s", (_what, text) => {
  expect(() => parse(text)).toThrow(ParseError);
  expect(() => parse(text)).toThrow("a/memory.max");
});

test("throws nothing but ParseError", () => {
  expect(parseProblems("1073741824\n", parse)).toEqual([]);
});
