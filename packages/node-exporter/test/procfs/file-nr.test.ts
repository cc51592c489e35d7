import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseFileNr } from "../../src/procfs/file-nr.ts";

test("parses the first and third value", () => {
  expect(parseFileNr("1024\t0\t9223372036854775807\n")).toEqual({ allocated: 1024, maximum: 2 ** 63 });
});

test.each([
  ["malformed", "1024\t0\tmany\n"],
  ["truncated", "1024\t0"],
])("refuses a %s text", (_what, text) => {
  expect(() => parseFileNr(text)).toThrow(ParseError);
});
