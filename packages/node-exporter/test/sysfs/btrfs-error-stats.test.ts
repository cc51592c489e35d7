import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { BTRFS_ERROR_TYPES, parseBtrfsErrorStats } from "../../src/sysfs/btrfs-error-stats.ts";
import { mutatedText } from "../support/mutated-text.ts";

const TEXT = "write_errs 1\nread_errs 20\nflush_errs 300\ncorruption_errs 4000\ngeneration_errs 50000\n";

test("counts in the order of the types, whatever the order of the lines", () => {
  expect(BTRFS_ERROR_TYPES).toEqual(["write", "read", "flush", "corruption", "generation"]);
  expect(parseBtrfsErrorStats(TEXT)).toEqual([1, 20, 300, 4000, 50_000]);
  expect(parseBtrfsErrorStats(TEXT.trim().split("\n").toReversed().join("\n"))).toEqual([1, 20, 300, 4000, 50_000]);
});

test("statistics that the kernel has not read are none", () => {
  expect(parseBtrfsErrorStats("invalid\n")).toBeUndefined();
});

test("a kind of a later kernel is left out", () => {
  expect(parseBtrfsErrorStats(`${TEXT}zeal_errs 6\n`)).toEqual([1, 20, 300, 4000, 50_000]);
});

test.each([
  ["an empty text", ""],
  ["a missing kind", TEXT.replace("flush_errs 300\n", "")],
  ["a truncated line", TEXT.slice(0, -7)],
  ["what is no number", TEXT.replace("300", "many")],
  ["another name", TEXT.replace("read_errs", "read")],
])("refuses %s", (_what, text) => {
  expect(() => parseBtrfsErrorStats(text)).toThrow(ParseError);
});

test("throws nothing but ParseError on any text", () => {
  const check = (text: string): void => {
    try {
      parseBtrfsErrorStats(text);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText(TEXT), check));
});
