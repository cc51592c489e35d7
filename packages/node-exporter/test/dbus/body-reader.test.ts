import { ParseError } from "@sightglass/metrics-registry";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { BodyReader } from "../../src/dbus/body-reader.ts";
import type { DbusValue } from "../../src/dbus/dbus-value.ts";
import { marshal } from "../../src/dbus/marshal.ts";
import { parseSignature } from "../../src/dbus/type-signature.ts";
import { arbitraryVariant } from "../support/arbitrary-variant.ts";

function read(hex: string, signature: string, isLittle: boolean): readonly DbusValue[] {
  const bytes = Buffer.from(hex.replaceAll(" ", ""), "hex");
  const reader = new BodyReader(bytes, isLittle);
  const values = parseSignature(signature).map((type) => reader.value(type));
  expect(reader.position).toBe(bytes.length);
  return values;
}

test.each<[string, string, string, readonly DbusValue[]]>([
  ["y", "07", "07", [7]],
  ["yn", "01 00 fe ff", "01 00 ff fe", [1, -2]],
  ["q", "ff ff", "ff ff", [65_535]],
  ["i", "fe ff ff ff", "ff ff ff fe", [-2]],
  ["yu", "01 000000 04 03 02 01", "01 000000 01 02 03 04", [1, 0x01_02_03_04]],
  ["bb", "01000000 00000000", "00000001 00000000", [true, false]],
  ["x", "feffffffffffffff", "fffffffffffffffe", [-2n]],
  ["t", "ffffffffffffffff", "ffffffffffffffff", [2n ** 64n - 1n]],
  ["d", "000000000000e03f", "3fe0000000000000", [0.5]],
  // The string of the specification's own example, "foo".
  ["s", "03000000 666f6f00", "00000003 666f6f00", ["foo"]],
  ["o", "01000000 2f00", "00000001 2f00", ["/"]],
  ["g", "02 617300", "02 617300", ["as"]],
  // The specification's array example: one 64-bit integer, with padding that its length does not count.
  ["ax", "08000000 00000000 0500000000000000", "00000008 00000000 0000000000000005", [[5n]]],
  ["as", "00000000", "00000000", [[]]],
  ["a(ys)", "0a000000 00000000 01 000000 01000000 6100", "0000000a 00000000 01 000000 00000001 6100", [[[1, "a"]]]],
  ["v", "01 7500 00 07000000", "01 7500 00 00000007", [{ signature: "u", value: 7 }]],
  [
    "a{sv}",
    "10000000 00000000 01000000 6b00 01 7500 000000 09000000",
    "00000010 00000000 00000001 6b00 01 7500 000000 00000009",
    [[["k", { signature: "u", value: 9 }]]],
  ],
])("reads %s in both byte orders", (signature, little, big, values) => {
  expect(read(little, signature, true)).toEqual(values);
  expect(read(big, signature, false)).toEqual(values);
});

test.each([
  ["a text that does not end with a zero", "s", "01000000 6161"],
  ["a text that is longer than the bytes", "s", "ff000000 6161"],
  ["a number that is cut off", "u", "0000"],
  ["a number after padding that is cut off", "yt", "01 00000000000000"],
  ["a boolean of 2", "b", "02000000"],
  ["an array that is longer than the bytes", "au", "08000000 00000000"],
  ["an array of more than 64 MiB", "ay", "01000004"],
  ["an element that reaches over its array's end", "au", "02000000 00000000"],
  ["a variant without a type", "v", "00 00"],
  ["a variant of two types", "v", "02 797900 0102"],
  ["a variant of an unknown type", "v", "01 7a00 00"],
  ["variants nested 65 deep", "v", `${"01 7600".repeat(65)} 01 7900 00`],
])("refuses %s", (_what, signature, hex) => {
  expect(() => read(hex, signature, true)).toThrow(ParseError);
});

test("a variant is passed over as far as reading it goes", () => {
  fc.assert(
    fc.property(arbitraryVariant, fc.nat(7), (variant, before) => {
      const bytes = marshal(`${"y".repeat(before)}v`, [...Array.from({ length: before }, () => 0), variant]);
      const reader = new BodyReader(bytes, true, before);
      reader.skipVariant();
      expect(reader.position).toBe(bytes.length);
    }),
  );
});

test("throws nothing but ParseError on any bytes of any type, in either byte order", () => {
  const signatures = ["s", "a{sv}", "a(ssssssouso)", "v", "(yv)", "aaay", "a(susso)", "nqiuxtdbgoh"];
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(...signatures),
      fc.boolean(),
      (bytes, one, little) => {
        const reader = new BodyReader(Buffer.from(bytes), little);
        try {
          for (const type of parseSignature(one)) reader.value(type);
          expect(reader.position).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ParseError);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
