import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseMeminfo } from "../../src/procfs/meminfo.ts";

const all = (field: string): string => field;

test("turns kB into bytes and leaves counts alone", () => {
  const text = "MemTotal:        3742148 kB\nActive(anon):    2068484 kB\nHugePages_Total:       3\n";
  const nameOf = (field: string, bytes: boolean): string => `${field}${bytes ? " in bytes" : ""}`;
  expect(parseMeminfo(text, nameOf)).toEqual([
    { name: "MemTotal in bytes", value: 3_831_959_552, scale: 1024, at: text.indexOf("3742148") },
    { name: "Active(anon) in bytes", value: 2_118_127_616, scale: 1024, at: text.indexOf("2068484") },
    { name: "HugePages_Total", value: 3, scale: 1, at: text.indexOf("3\n") },
  ]);
});

test("leaves out fields without a name", () => {
  expect(
    parseMeminfo("MemTotal: 1 kB\nMemFree: 2 kB\n", (field) => (field === "MemFree" ? "free" : undefined)),
  ).toEqual([{ name: "free", value: 2048, scale: 1024, at: 24 }]);
});

test.each([
  ["malformed", "MemTotal:  x kB\n"],
  ["with an unknown unit", "MemTotal:  1 MB\n"],
  ["with too many columns", "MemTotal:  1 kB 2\n"],
  ["without a colon", "MemTotal  1 kB\n"],
  ["truncated", "MemTotal:        3742148 kB\nMemFree:"],
])("refuses a text %s", (_what, text) => {
  expect(() => parseMeminfo(text, all)).toThrow(ParseError);
});
