import { ParseError } from "@sightglass/metrics-registry";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DbusVariant } from "../../src/dbus/dbus-value.ts";
import { marshal } from "../../src/dbus/marshal.ts";
import { parseProperty } from "../../src/dbus/parse-property.ts";

const replyOf = (variant: DbusVariant) => ({ signature: "v", body: marshal("v", [variant]), isLittle: true });

test.each<DbusVariant>([
  { signature: "s", value: "simple" },
  { signature: "s", value: "" },
  { signature: "s", value: "Größe" },
  { signature: "u", value: 0xffff_ffff },
  { signature: "t", value: 2n ** 64n - 1n },
  { signature: "b", value: true },
  { signature: "i", value: -3 },
  { signature: "as", value: ["a", "b"] },
  { signature: "v", value: { signature: "u", value: 7 } },
])("gives the value within %o", (variant) => {
  expect(parseProperty(replyOf(variant))).toEqual(variant.value);
});

test("reads what a big-endian service says", () => {
  const body = Buffer.from([1, 0x75, 0, 0, 0, 0, 1, 2]);
  expect(parseProperty({ signature: "v", body, isLittle: false })).toBe(258);
});

test("has nothing of a reply of another type", () => {
  expect(parseProperty({ ...replyOf({ signature: "u", value: 1 }), signature: "u" })).toBeUndefined();
});

describe("refuses", () => {
  test.each<DbusVariant>([
    { signature: "s", value: "simple" },
    { signature: "u", value: 1 },
    { signature: "t", value: 1n },
  ])("%o cut off anywhere", (variant) => {
    const { body } = replyOf(variant);
    for (let end = 0; end < body.length; end += 1) {
      expect(() => parseProperty({ signature: "v", body: body.subarray(0, end), isLittle: true })).toThrow(ParseError);
    }
  });
});

test("throws nothing but ParseError on any bytes", () => {
  const start = fc.constantFrom([], [1, 0x73, 0, 0], [1, 0x75, 0, 0], [1, 0x74, 0, 0]);
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 24 }), fc.boolean(), (head, bytes, isLittle) => {
      try {
        parseProperty({ signature: "v", body: Buffer.from([...head, ...bytes]), isLittle });
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
  );
});
