import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseRpcStatistics, type RpcLine } from "../../src/procfs/rpc-statistics.ts";
import { parseProblems } from "../support/parse-problems.ts";

const FORMS: readonly RpcLine[] = [
  { key: "net", min: 4, max: 4 },
  { key: "proc3", min: 2, max: Infinity, isCounted: true },
  { key: "th", min: 2, max: 2, only: 2 },
];
const parse = (text: string) => parseRpcStatistics(text, "net/rpc/nfsd", FORMS);

test("gives the numbers of each line at the form's place, in any order of lines", () => {
  expect(parse("th 8 1 0.000 0.500\nproc3 3 4 5 6\nnet 1 2 3 18446744073709551615\n")).toEqual([
    [1, 2, 3, 2 ** 64],
    [4, 5, 6],
    [8, 1],
  ]);
});

test("a line that is absent is undefined, an empty text has none", () => {
  expect(parse("net 1 2 3 4")).toEqual([[1, 2, 3, 4], undefined, undefined]);
  expect(parse("")).toEqual([undefined, undefined, undefined]);
});

test.each([
  ["with an unknown line", "net 1 2 3 4\nproc9 1 2\n", /^net\/rpc\/nfsd:2: unknown line "proc9"/],
  ["with an empty line", "\nnet 1 2 3 4\n", /nfsd:1: unknown line ""/],
  ["with too few numbers", "net 1 2 3\n", /net: 3 numbers/],
  ["with too many numbers", "net 1 2 3 4 5\n", /net: 5 numbers/],
  ["with a wrong count", "proc3 4 1 2 3\n", /does not say how many follow/],
  ["with too few procedures", "proc3 1 1\n", /proc3: 1 numbers/],
  ["without a count", "proc3\n", /does not say how many follow/],
  ["with a word", "net 1 2 x 4\n", /expected an integer/],
  ["with a sign", "net 1 2 -3 4\n", /expected an integer/],
  ["that is truncated", "th 8", /th: 1 numbers/],
])("refuses a text %s", (_what, text, message) => {
  expect(() => parse(text)).toThrow(ParseError);
  expect(() => parse(text)).toThrow(message);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems("net 1 2 3 4\nproc3 3 4 5 6\nth 8 1 0.000\n", parse)).toEqual([]);
});
