import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseXfrmStat } from "../../src/procfs/xfrm-stat.ts";
import { parseProblems } from "../support/parse-problems.ts";

const PLACES = new Map([
  ["XfrmInError", 0],
  ["XfrmOutError", 1],
]);
const parse = (text: string) => parseXfrmStat(text, PLACES);

test("gives values by place, 0 for one that is absent, and steps over names that are not asked for", () => {
  expect(parse("XfrmOutError            \t23\nXfrmOther 5\n")).toEqual([0, 23]);
  expect(parse("")).toEqual([0, 0]);
});

test.each([
  ["malformed", "XfrmInError x\n"],
  ["truncated", "XfrmInError 1\nXfrmOutErr"],
  ["with an empty line", "XfrmInError 1\n\n"],
  ["with another column", "XfrmInError 1 2\n"],
  ["with a fraction", "XfrmOther 1.5\n"],
])("refuses a text %s", (_what, text) => {
  expect(() => parse(text)).toThrow(ParseError);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems("XfrmInError  1\nXfrmOutError  2\n", parse)).toEqual([]);
});
