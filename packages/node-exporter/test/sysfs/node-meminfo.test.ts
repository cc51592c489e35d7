import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseNodeMeminfo } from "../../src/sysfs/node-meminfo.ts";
import { parseProblems } from "../support/parse-problems.ts";

const PATH = "node/node3/meminfo";
const TEXT =
  "\nNode 3 MemTotal:       134182340 kB\nNode 3 Active(anon):     691324 kB\nNode 3 HugePages_Total:     7\n\n";

test("takes node, field and value, in bytes where there is a unit", () => {
  expect(parseNodeMeminfo(TEXT, PATH)).toEqual([
    { node: "3", field: "MemTotal", value: 137_402_716_160 },
    { node: "3", field: "Active(anon)", value: 707_915_776 },
    { node: "3", field: "HugePages_Total", value: 7 },
  ]);
  expect(parseNodeMeminfo("", PATH)).toEqual([]);
});

test.each([
  ["malformed", "Node 0 MemTotal: x kB\n", 'expected a number, found "x"'],
  ["truncated", "Node 0 MemTotal: 1 kB\nNode 0 MemFr", "2: expected a node, a field and a value"],
  ["with another unit", "Node 0 MemTotal: 1 MB\n", "expected kB or nothing behind the value, found MB"],
  ["with a further column", "Node 0 MemTotal: 1 kB 2\n", "expected kB or nothing behind the value, found kB 2"],
])("refuses a text %s", (_what, text, message) => {
  expect(() => parseNodeMeminfo(text, PATH)).toThrow(ParseError);
  expect(() => parseNodeMeminfo(text, PATH)).toThrow(message);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(TEXT, (text) => parseNodeMeminfo(text, PATH))).toEqual([]);
});
