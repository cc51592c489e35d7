import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseVmstat } from "../../src/procfs/vmstat.ts";

const all = (field: string): string => field;

test("names the fields and leaves out those without a name", () => {
  const nameOf = (field: string): string | undefined => (field.startsWith("pg") ? `m_${field}` : undefined);
  expect(parseVmstat("nr_free_pages 977769\npgpgin 7344136\npgfault 320168\n", nameOf)).toEqual([
    { name: "m_pgpgin", value: 7_344_136, scale: 1, at: 28 },
    { name: "m_pgfault", value: 320_168, scale: 1, at: 44 },
  ]);
});

test("reads a last line without its newline", () => {
  expect(parseVmstat("pswpin 1\npswpout 2", all)).toEqual([
    { name: "pswpin", value: 1, scale: 1, at: 7 },
    { name: "pswpout", value: 2, scale: 1, at: 17 },
  ]);
});

test.each([
  ["malformed", "pgpgin 1\npgpgout x\n"],
  ["truncated", "pgpgin 1\npgpgout"],
])("refuses a %s text", (_what, text) => {
  expect(() => parseVmstat(text, all)).toThrow(ParseError);
  expect(() => parseVmstat(text, all)).toThrow("vmstat:2:");
});
