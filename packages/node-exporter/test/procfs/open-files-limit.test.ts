import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseOpenFilesLimit } from "../../src/procfs/open-files-limit.ts";
import { parseProblems } from "../support/parse-problems.ts";

const TEXT =
  "Limit                     Soft Limit           Hard Limit           Units     \nMax cpu time              unlimited            unlimited            seconds   \nMax open files            1024                 524288               files     \nMax locked memory         8388608              8388608              bytes     \n";
const parse = (text: string) => parseOpenFilesLimit(text, "42/limits");

test("reads the soft limit", () => {
  expect(parse(TEXT)).toBe(1024);
  expect(parse(TEXT.replace("1024     ", "unlimited"))).toBe(Infinity);
});

test.each([
  ["empty", ""],
  ["cut before the line", TEXT.slice(0, TEXT.indexOf("Max open"))],
  ["cut within the line", TEXT.slice(0, TEXT.indexOf("1024") + 2)],
  ["malformed", TEXT.replace("1024", "x")],
  ["negative", TEXT.replace("1024", "-1")],
])("refuses a text that is %s", (_what, text) => {
  expect(() => parse(text)).toThrow(ParseError);
  expect(() => parse(text)).toThrow("42/limits");
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(TEXT, parse)).toEqual([]);
});
