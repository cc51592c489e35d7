import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseCpuList } from "../../src/sysfs/cpu-list.ts";

test.each([
  ["", []],
  ["\n", []],
  ["0\n", [0]],
  ["0-3\n", [0, 1, 2, 3]],
  ["1,3-5,9\n", [1, 3, 4, 5, 9]],
])("%j", (text, cpus) => {
  expect(parseCpuList(text, "cpu/offline")).toEqual(cpus);
});

test.each(["a", "1-", "-1", "1-2-3", "0-99999999999", "1.5"])("refuses %j", (text) => {
  expect(() => parseCpuList(text, "cpu/offline")).toThrow(ParseError);
});
