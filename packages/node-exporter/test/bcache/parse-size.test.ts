import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseBcacheSize, parseSignedBcacheSize } from "../../src/bcache/parse-size.ts";
import { mutatedText } from "../support/mutated-text.ts";

test.each([
  ["0", 0],
  ["546", 546],
  ["2.9", 2],
  ["4k", 4096],
  // Behind the point are 1024ths, a hundredfold: 1 + 5 / 10.24.
  ["1.5k", 1524],
  ["1.1M", 1_150_976],
  ["20.4G", 21_894_266_880],
  ["1.10k", 2024],
  ["3T", 3_298_534_883_328],
  ["1P", 2 ** 50],
  ["1E", 2 ** 60],
  ["1Z", 2 ** 70],
  ["1Y", 2 ** 80],
])("%s is %d", (text, bytes) => {
  expect(parseBcacheSize(text, "written", 1)).toBe(bytes);
  expect(parseSignedBcacheSize(text, "change", 1)).toBe(bytes);
});

test.each([
  ["-0", 0],
  ["-3", -3],
  ["-1.5k", -1524],
  ["-20.4G", -21_894_266_880],
])("%s is %d where a size may be negative", (text, bytes) => {
  expect(parseSignedBcacheSize(text, "change", 1)).toBe(bytes);
});

test("a negative number wraps where none is expected, as in node_exporter", () => {
  expect(parseBcacheSize("-1", "dirty_data", 1)).toBe(2 ** 64);
  expect(parseBcacheSize("-4096", "dirty_data", 1)).toBe(2 ** 64 - 4096);
});

test.each(["", "k", "1.k", ".5k", "1.2.3k", "5B", "1K", "0x10", "1 k", " 1", "1\n", "NaN"])("refuses %j", (text) => {
  expect(() => parseBcacheSize(text, "fs/bcache/x/written", 2)).toThrow(ParseError);
  expect(() => parseSignedBcacheSize(text, "fs/bcache/x/written", 2)).toThrow("fs/bcache/x/written:2:");
});

test("throws nothing but ParseError on any text", () => {
  const check = (text: string): void => {
    for (const parse of [parseBcacheSize, parseSignedBcacheSize]) {
      try {
        expect(Number.isInteger(parse(text, "written", 1))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText("-20.4G"), check));
});
