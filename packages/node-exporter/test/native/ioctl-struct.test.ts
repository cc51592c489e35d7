import { ParseError } from "@sightglass/metrics-registry";
import { assert, bigInt, nat, property, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { readCString, readUint32, readUint64 } from "../../src/native/ioctl-struct.ts";

test("64-bit numbers round as a conversion of the whole number does", () => {
  assert(
    property(bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
      const memory = Buffer.alloc(12);
      memory.writeBigUInt64LE(value, 4);
      expect(readUint64(memory, 4)).toBe(Number(value));
    }),
  );
});

test("32-bit numbers have no sign", () => {
  expect(readUint32(Buffer.from([0, 0xff, 0xff, 0xff, 0xff]), 1)).toBe(0xff_ff_ff_ff);
});

test("a C string ends at its NUL or fills its array", () => {
  const memory = Buffer.from("xxab\0cd");
  expect(readCString(memory, 2, 5).toString()).toBe("ab");
  expect(readCString(memory, 2, 2).toString()).toBe("ab");
  expect(readCString(memory, 4, 3).toString()).toBe("");
});

test("nothing is read beyond the end", () => {
  assert(
    property(uint8Array({ maxLength: 16 }), nat(20), nat(20), (bytes, at, size) => {
      const memory = Buffer.from(bytes);
      const tries: readonly [number, () => unknown][] = [
        [4, () => readUint32(memory, at)],
        [8, () => readUint64(memory, at)],
        [size, () => readCString(memory, at, size)],
      ];
      for (const [needed, read] of tries) {
        if (at + needed > memory.length) expect(read).toThrow(ParseError);
        else expect(read).not.toThrow();
      }
    }),
  );
});
