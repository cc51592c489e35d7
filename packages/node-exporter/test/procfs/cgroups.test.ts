import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseCgroups } from "../../src/procfs/cgroups.ts";
import { parseProblems } from "../support/parse-problems.ts";

const TEXT = "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpuset\t5\t47\t1\nmemory\t0\t172\t0\n";

test("takes groups and whether the controller is enabled", () => {
  expect(parseCgroups(TEXT)).toEqual([
    { name: "cpuset", groups: 47, enabled: 1 },
    { name: "memory", groups: 172, enabled: 0 },
  ]);
});

test("takes a text without a heading, one with further columns and an empty one", () => {
  expect(parseCgroups("pids 8 63 1 extra")).toEqual([{ name: "pids", groups: 63, enabled: 1 }]);
  expect(parseCgroups("")).toEqual([]);
});

test.each([
  ["malformed in its groups", "cpu 3 x 1\n", 'cgroups:1: expected an integer, found "x"'],
  ["malformed in its hierarchy", "cpu y 3 1\n", 'cgroups:1: expected an integer, found "y"'],
  ["malformed in its last column", "cpu 3 3 on\n", 'cgroups:1: expected an integer, found "on"'],
  ["truncated", TEXT.slice(0, -3), "cgroups:3: expected 4 columns, found 3"],
  ["with an empty line", `${TEXT}\n`, "cgroups:4: expected 4 columns, found 0"],
])("refuses a text %s", (_what, text, message) => {
  expect(() => parseCgroups(text)).toThrow(ParseError);
  expect(() => parseCgroups(text)).toThrow(message);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(TEXT, parseCgroups)).toEqual([]);
});
