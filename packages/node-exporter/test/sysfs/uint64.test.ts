import { ParseError } from "@sightglass/metrics-registry";
import { assert, bigInt, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseUint64 } from "../../src/sysfs/uint64.ts";

test.each([
  ["0", 0n],
  ["42", 42n],
  ["0x2a", 42n],
  ["0X2A", 42n],
  ["18446744073709551615", 18_446_744_073_709_551_615n],
  ["0xffffffffffffffff", 18_446_744_073_709_551_615n],
])("reads %s", (text, value) => {
  expect(parseUint64(text, "p")).toBe(value);
});

test.each([
  "",
  " ",
  "-1",
  "+1",
  "1.0",
  "0x",
  "0xfg",
  "1e3",
  "18446744073709551616",
  "0x10000000000000000",
  "N/A",
  "1 2",
])("refuses %j", (text) => {
  expect(() => parseUint64(text, "class/fc_host/host0/statistics/rx_frames")).toThrow(ParseError);
  expect(() => parseUint64(text, "class/fc_host/host0/statistics/rx_frames")).toThrow("host0/statistics/rx_frames:1:");
});

test("reads what a kernel writes, in either base", () => {
  assert(
    property(bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
      expect(parseUint64(value.toString(), "p")).toBe(value);
      expect(parseUint64(`0x${value.toString(16)}`, "p")).toBe(value);
    }),
  );
});

test("throws nothing but ParseError on any text", () => {
  assert(
    property(string({ unit: "binary" }), (text) => {
      try {
        expect(parseUint64(text, "p")).toBeGreaterThanOrEqual(0n);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
  );
});
