import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseNumastat } from "../../src/sysfs/numastat.ts";
import { parseProblems } from "../support/parse-problems.ts";

const PATH = "node/node0/numastat";
const TEXT = "numa_hit 193460335812\nnuma_miss 0\n\nlocal_node 5\n";

test("takes each counter", () => {
  expect(parseNumastat(TEXT, PATH)).toEqual([
    { field: "numa_hit", value: 193_460_335_812 },
    { field: "numa_miss", value: 0 },
    { field: "local_node", value: 5 },
  ]);
  expect(parseNumastat("", PATH)).toEqual([]);
});

test.each([
  ["malformed", "numa_hit x\n", 'numastat:1: expected a number, found "x"'],
  ["truncated", "numa_hit 1\nnuma_mi", "numastat:2: expected a field and a value, found 1 words"],
  ["with a further column", "numa_hit 1 2\n", "numastat:1: expected a field and a value, found 3 words"],
])("refuses a text %s", (_what, text, message) => {
  expect(() => parseNumastat(text, PATH)).toThrow(ParseError);
  expect(() => parseNumastat(text, PATH)).toThrow(message);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(TEXT, (text) => parseNumastat(text, PATH))).toEqual([]);
});
