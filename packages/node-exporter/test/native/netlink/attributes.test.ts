import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import { attributeValue, encodeAttribute, encodeU32, visitAttributes } from "../../../src/native/netlink/attributes.ts";
import { attributes, text, u16, u64 } from "../../support/fake-kernel.ts";

const visited = (data: Buffer, start = 0, end = data.length): readonly (readonly [number, string])[] => {
  const list: [number, string][] = [];
  visitAttributes(data, start, end, (type, from, to) => list.push([type, data.toString("hex", from, to)]));
  return list;
};

test("attributes in their order, without padding and flag bits", () => {
  expect(visited(attributes([1, Buffer.from("abc")], [0x8000 | 5, u16(7)], [0x4000 | 6, Buffer.alloc(0)]))).toEqual([
    [1, "616263"],
    [5, "0700"],
    [6, ""],
  ]);
});

test("the padding of the last one may be missing", () => {
  expect(visited(Buffer.from([6, 0, 2, 0, 0xaa, 0xbb]))).toEqual([[2, "aabb"]]);
});

test.each([
  ["a head that is cut short", Buffer.from([8, 0, 1])],
  ["a value that is cut short", encodeAttribute(1, encodeU32(1)).subarray(0, 7)],
  ["one shorter than its head", Buffer.from([3, 0, 1, 0])],
  ["one that claims nothing", Buffer.alloc(8)],
])("refuses %s", (_what, data) => {
  expect(() => visited(data)).toThrow(ParseError);
});

test("refuses a message that is shorter than what stands before its attributes", () => {
  expect(() => visited(Buffer.alloc(8), 12, 8)).toThrow(ParseError);
  expect(() => visited(Buffer.alloc(8), 0, 12)).toThrow(ParseError);
});

describe("values", () => {
  const data = Buffer.concat([u64(0x0102_0304_0506_0708n), text("eth0"), Buffer.from("rest")]);

  test("numbers", () => {
    expect(attributeValue.u8(data, 0, 1)).toBe(8);
    expect(attributeValue.u16(data, 0, 2)).toBe(0x0708);
    expect(attributeValue.u32(data, 0, 4)).toBe(0x0506_0708);
    expect(attributeValue.u64(data, 0, 8)).toBe(Number(0x0102_0304_0506_0708n));
  });

  test.each(["u8", "u16", "u32", "u64"] as const)("%s of too few bytes", (kind) => {
    expect(() => attributeValue[kind](data, 4, 4)).toThrow(ParseError);
  });

  test("a text ends at its NUL, or with the attribute", () => {
    expect(attributeValue.text(data, 8, 13)).toBe("eth0");
    expect(attributeValue.text(data, 8, 10)).toBe("et");
    expect(attributeValue.text(Buffer.from([0x61, 0xff, 0xfe, 0x62]), 0, 4)).toBe("a\uFFFDb");
  });

  test("hardware addresses of any length", () => {
    expect(attributeValue.hardwareAddress(Buffer.from([0, 0x1a, 0xff]), 0, 3)).toBe("00:1a:ff");
    expect(attributeValue.hardwareAddress(data, 4, 4)).toBe("");
  });
});

test("on any bytes stays within them, or throws ParseError", () => {
  assert(
    property(uint8Array({ maxLength: 100 }), (bytes) => {
      const data = Buffer.from(bytes);
      if (data.length > 8) data.writeUInt16LE((data[0] ?? 0) % 12, 0);
      try {
        visitAttributes(data, 0, data.length, (_type, from, to) => {
          expect(from).toBeLessThanOrEqual(to);
          expect(to).toBeLessThanOrEqual(data.length);
        });
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
  );
});
