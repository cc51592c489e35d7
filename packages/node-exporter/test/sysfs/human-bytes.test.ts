import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseHumanBytes } from "../../src/sysfs/human-bytes.ts";
import { mutatedText } from "../support/mutated-text.ts";

test.each([
  ["0", 0],
  ["720", 720],
  ["  39816825\n", 39_816_825],
  ["28.2k", 28_876],
  ["512K", 524_288],
  ["2.00M", 2_097_152],
  ["2.05G", 2_201_170_739],
  ["10.8T", 11_874_725_579_980],
  ["1.5P", 1_688_849_860_263_936],
  ["2e", 2_305_843_009_213_693_952],
  [".5k", 512],
  ["3. M", 3_145_728],
])("%j is %d", (text, bytes) => {
  expect(parseHumanBytes(text, "btree_cache_size", 1)).toBe(bytes);
});

test.each(["", "k", "1.2.3", "-5", "1B", "1kM", "0x10", "NaN", "1 2"])("refuses %j", (text) => {
  expect(() => parseHumanBytes(text, "fs/bcachefs/x/btree_cache_size", 4)).toThrow(ParseError);
  expect(() => parseHumanBytes(text, "fs/bcachefs/x/btree_cache_size", 4)).toThrow("fs/bcachefs/x/btree_cache_size:4:");
});

test("throws nothing but ParseError on any text", () => {
  const check = (text: string): void => {
    try {
      expect(parseHumanBytes(text, "size", 1)).toBeGreaterThanOrEqual(0);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText("48.9G"), check));
});
