import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseLnstat } from "../../src/procfs/lnstat.ts";
import { parseProblems } from "../support/parse-problems.ts";

const parse = (text: string) => parseLnstat(text, "net/stat/arp_cache");

test("gives the names and a row of hexadecimal numbers for each CPU", () => {
  expect(parse("entries  allocs destroys\n0000001f  0000000a ffffffff\n0000001f  0000000b 00000000\n")).toEqual({
    names: ["entries", "allocs", "destroys"],
    rows: [
      [31, 10, 2 ** 32 - 1],
      [31, 11, 0],
    ],
  });
});

test("a row may be shorter than the names, and there may be none", () => {
  expect(parse("entries allocs\n00000001\n\n").rows).toEqual([[1]]);
  expect(parse("entries allocs").rows).toEqual([]);
  expect(parse("")).toEqual({ names: [], rows: [] });
});

test.each([
  ["malformed", "entries\n0000000g\n", /arp_cache:2: expected a hexadecimal number/],
  ["with a number that has no name", "entries\n00000001 00000002\n", /arp_cache:2: 2 numbers for 1 names/],
])("refuses a text %s", (_what, text, message) => {
  expect(() => parse(text)).toThrow(ParseError);
  expect(() => parse(text)).toThrow(message);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems("entries  allocs\n0000001f  0000000a\n", parse)).toEqual([]);
});
