import { ParseError } from "@sightglass/metrics-registry";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { BodyReader } from "../../src/dbus/body-reader.ts";
import type { DbusValue } from "../../src/dbus/dbus-value.ts";
import { marshal } from "../../src/dbus/marshal.ts";
import { parseSignature } from "../../src/dbus/type-signature.ts";
import { arbitraryVariant } from "../support/arbitrary-variant.ts";

test.each<[string, readonly DbusValue[], string]>([
  ["", [], ""],
  ["ss", ["foo", ""], "03000000 666f6f00 00000000 00"],
  ["yu", [1, 0x01_02_03_04], "01 000000 04030201"],
  ["ax", [[5n]], "08000000 00000000 0500000000000000"],
  ["v", [{ signature: "as", value: ["a"] }], "02 617300 06000000 01000000 6100"],
  ["nb", [-2, true], "feff 0000 01000000"],
])("marshals %s", (signature, values, hex) => {
  expect(marshal(signature, values).toString("hex")).toBe(hex.replaceAll(" ", ""));
});

test("what is marshalled is read as it was, over all types and however long it is", () => {
  fc.assert(
    fc.property(fc.array(arbitraryVariant, { maxLength: 6 }), (variants) => {
      const signature = variants.map((variant) => variant.signature).join("");
      if (signature.length > 255) return;
      const bytes = marshal(
        signature,
        variants.map(({ value }) => value),
      );
      const reader = new BodyReader(bytes, true);
      const values = parseSignature(signature).map((type) => reader.value(type));
      expect(values).toEqual(variants.map(({ value }) => value));
      expect(reader.position).toBe(bytes.length);
    }),
    { numRuns: 500 },
  );
  const long = ["x".repeat(10_000), 0.25, "y".repeat(100_000), 2n ** 63n];
  const reader = new BodyReader(marshal("sdst", long), true);
  expect(parseSignature("sdst").map((type) => reader.value(type))).toEqual(long);
});

test.each<[string, readonly DbusValue[]]>([
  ["y", [256]],
  ["y", [-1]],
  ["n", [0x8000]],
  ["u", [1.5]],
  ["u", ["1"]],
  ["t", [1]],
  ["t", [-1n]],
  ["x", [2n ** 63n]],
  ["d", ["0.5"]],
  ["b", [1]],
  ["s", [1]],
  ["s", ["a\0b"]],
  ["g", ["z"]],
  ["as", ["a"]],
  ["(ss)", [["a"]]],
  ["v", ["a"]],
  ["v", [{ signature: "ss", value: "a" }]],
  ["v", [{ signature: "", value: "a" }]],
  ["s", []],
  ["s", ["a", "b"]],
  ["z", ["a"]],
])("refuses values that are not of type %s (%#)", (signature, values) => {
  expect(() => marshal(signature, values)).toThrow(ParseError);
});

test("throws nothing but ParseError, of whatever type the value is", () => {
  const anything = arbitraryVariant.chain((variant) => fc.constantFrom<DbusValue>(variant, variant.value));
  const signatures = ["s", "u", "a{sv}", "(yv)", "v", "t", "b", "d", "g", "as"];
  fc.assert(
    fc.property(fc.constantFrom(...signatures), anything, (signature, value) => {
      try {
        marshal(signature, [value]);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
    { numRuns: 1000 },
  );
});
