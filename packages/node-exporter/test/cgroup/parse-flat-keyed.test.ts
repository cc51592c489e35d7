import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseFlatKeyed } from "../../src/cgroup/parse-flat-keyed.ts";
import { parseProblems } from "../support/parse-problems.ts";

const CPU_STAT =
  "usage_usec 17294604400\nuser_usec 13132544527\nsystem_usec 4162059873\nnr_periods 5\nnr_throttled 2\nthrottled_usec 71\n";
const WANTED = new Map([
  ["user_usec", 0],
  ["nr_throttled", 2],
  ["burst_usec", 3],
]);
function parse(text: string): (number | undefined)[] {
  const into: (number | undefined)[] = [undefined, undefined, undefined, undefined];
  parseFlatKeyed(text, "a/cpu.stat", WANTED, into);
  return into;
}

test("puts the wanted values in their places, and leaves what the kernel lacks", () => {
  expect(parse(CPU_STAT)).toEqual([13132544527, undefined, 2, undefined]);
  expect(parse("")).toEqual([undefined, undefined, undefined, undefined]);
});

test.each([
  ["cut within its last line", CPU_STAT.slice(0, -3), 6],
  ["without a value", "usage_usec 1\nuser_usec\nnr_throttled 2\n", 2],
  ["with a word for a number", "user_usec x\n", 1],
  ["with a negative number", "user_usec -1\n", 1],
  ["with a number of more than 64 bits", "user_usec 99999999999999999999\n", 1],
  ["with an empty line", "user_usec 1\n\n", 2],
])("refuses a text %s", (_what, text, line) => {
  expect(() => parse(text)).toThrow(ParseError);
  expect(() => parse(text)).toThrow(`a/cpu.stat:${line}: `);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(CPU_STAT, parse)).toEqual([]);
});
