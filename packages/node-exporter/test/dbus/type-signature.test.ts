import { ParseError } from "@sightglass/metrics-registry";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { alignmentOf, parseSignature, type DbusType } from "../../src/dbus/type-signature.ts";

const written = ({ code, inner }: DbusType): string => {
  const within = inner.map(written).join("");
  if (code === "(") return `(${within})`;
  return code === "{" ? `{${within}}` : code + within;
};

test.each(["", "s", "ybnqiuxtdsogh", "v", "as", "aas", "a{sv}", "a(ssssssouso)", "(ii(su)a{ya{ss}})", "a(a(y))u"])(
  "parses %j",
  (signature) => {
    expect(parseSignature(signature).map(written).join("")).toBe(signature);
  },
);

test.each([
  ["an unknown type", "z"],
  ["an array of nothing", "a"],
  ["a struct that does not end", "(s"],
  ["an empty struct", "()"],
  ["an end without a start", ")"],
  ["an entry outside of an array", "{sv}"],
  ["an entry of one", "a{s}"],
  ["an entry of three", "a{sss}"],
  ["a key that is a container", "a{asv}"],
  ["a key that is a variant", "a{vs}"],
  ["an entry that does not end", "a{sv"],
  ["arrays nested 33 deep", `${"a".repeat(33)}y`],
  ["structs nested 33 deep", `${"(".repeat(33)}y${")".repeat(33)}`],
  ["more than 255 bytes", "y".repeat(256)],
])("refuses %s", (_what, signature) => {
  expect(() => parseSignature(signature)).toThrow(ParseError);
});

test("the limits themselves are allowed", () => {
  expect(parseSignature("y".repeat(255))).toHaveLength(255);
  expect(parseSignature(`${"a".repeat(32)}y`)).toHaveLength(1);
  expect(parseSignature(`${"(".repeat(32)}y${")".repeat(32)}`)).toHaveLength(1);
});

test("alignments are those of the specification", () => {
  const found = ["y", "n", "q", "b", "i", "u", "h", "x", "t", "d", "s", "o", "g", "v", "as", "(y)"].map(
    (signature) => `${signature}${alignmentOf(parseSignature(signature)[0] as DbusType)}`,
  );
  expect(found.join(" ")).toBe("y1 n2 q2 b4 i4 u4 h4 x8 t8 d8 s4 o4 g1 v1 as4 (y)8");
});

test("throws nothing but ParseError on any text, and takes nothing that it does not keep", () => {
  const texts = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(..."ybnqiuxtdsoghva(){}".split("")), { maxLength: 60 }).map((codes) => codes.join("")),
  );
  fc.assert(
    fc.property(texts, (signature) => {
      try {
        expect(parseSignature(signature).map(written).join("")).toBe(signature);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
  );
});
