import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseUnsigned } from "../../src/sysfs/unsigned-number.ts";

test.each([
  ["0", 0],
  ["007", 7],
  ["9223372036854775809", 2 ** 63],
  ["18446744073709551615", 2 ** 64],
])("%s is %d", (text, value) => {
  expect(parseUnsigned(text, "size", 1)).toBe(value);
});

test.each(["", " 1", "1\n", "-1", "+1", "1.0", "1e3", "0x10", "18446744073709560000", "1".repeat(21)])(
  "refuses %j",
  (text) => {
    expect(() => parseUnsigned(text, "block/dm-0/size", 3)).toThrow(ParseError);
    expect(() => parseUnsigned(text, "block/dm-0/size", 3)).toThrow("block/dm-0/size:3:");
  },
);

test("throws nothing but ParseError on any text, and gives whole numbers", () => {
  assert(
    property(string({ unit: "binary" }), (text) => {
      try {
        expect(Number.isInteger(parseUnsigned(text, "size", 1))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
  );
});
