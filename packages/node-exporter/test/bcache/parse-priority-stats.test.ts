import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parsePriorityStats } from "../../src/bcache/parse-priority-stats.ts";
import { mutatedText } from "../support/mutated-text.ts";

const TEXT =
  "Unused:\t\t81%\nClean:\t\t12%\nDirty:\t\t4%\nMetadata:\t3%\nAverage:\t10473\nSectors per Q:\t64\nQuantiles:\t[0 0 0 1]\n";

test.each([
  ["the kernel's text", TEXT, [81, 3]],
  ["one without a row", "Metadata: 7%\n", [0, 7]],
  ["an empty one", "", [0, 0]],
  ["one without newline at its end", "Unused: 99%", [99, 0]],
  ["a value without its sign", "Unused: 5\n", [5, 0]],
])("takes %s", (_what, text, [unusedPercent, metadataPercent]) => {
  expect(parsePriorityStats(text, "priority_stats")).toEqual({ unusedPercent, metadataPercent });
});

test.each([
  ["a truncated row", "Clean: 5%\nUnused:\n", 2],
  ["what is no number", "Metadata: x%\n", 1],
  ["a fraction", "Unused: 1.5%\n", 1],
])("refuses %s", (_what, text, line) => {
  expect(() => parsePriorityStats(text, "priority_stats")).toThrow(ParseError);
  expect(() => parsePriorityStats(text, "priority_stats")).toThrow(`priority_stats:${line}:`);
});

test("throws nothing but ParseError on any text", () => {
  const check = (text: string): void => {
    try {
      parsePriorityStats(text, "priority_stats");
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText(TEXT), check));
});
