import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseMeminfo } from "../../src/procfs/meminfo.ts";

test("turns kB into bytes and leaves counts alone", () => {
  expect(parseMeminfo("MemTotal:        3742148 kB\nActive(anon):    2068484 kB\nHugePages_Total:       3\n")).toEqual([
    { field: "MemTotal", value: 3_831_959_552, bytes: true },
    { field: "Active(anon)", value: 2_118_127_616, bytes: true },
    { field: "HugePages_Total", value: 3, bytes: false },
  ]);
});

test.each([
  ["malformed", "MemTotal:  x kB\n"],
  ["with an unknown unit", "MemTotal:  1 MB\n"],
  ["with too many columns", "MemTotal:  1 kB 2\n"],
  ["without a colon", "MemTotal  1 kB\n"],
  ["truncated", "MemTotal:        3742148 kB\nMemFree:"],
])("refuses a text %s", (_what, text) => {
  expect(() => parseMeminfo(text)).toThrow(ParseError);
});
