import { endianness } from "node:os";
import { bigInt, assert, property } from "fast-check";
import { expect, test } from "vitest";
import { hostEndian } from "../../src/native/host-endian.ts";

const isLittle = endianness() === "LE";

test("numbers of 16 and 32 bits", () => {
  const data = Buffer.alloc(8);
  hostEndian.putU16(data, 1, 0xfedc);
  expect(data.subarray(1, 3).toString("hex")).toBe(isLittle ? "dcfe" : "fedc");
  expect(hostEndian.u16(data, 1)).toBe(0xfedc);
  hostEndian.putU32(data, 4, 0xfedc_ba98);
  expect(hostEndian.u32(data, 4)).toBe(0xfedc_ba98);
  expect(hostEndian.i32(data, 4)).toBe(0xfedc_ba98 - 2 ** 32);
});

test("numbers of 64 bits are the nearest doubles", () => {
  assert(
    property(bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
      const data = Buffer.alloc(8);
      if (isLittle) data.writeBigUInt64LE(value);
      else data.writeBigUInt64BE(value);
      expect(hostEndian.u64(data, 0)).toBe(Number(value));
      expect(hostEndian.i64(data, 0)).toBe(Number(BigInt.asIntN(64, value)));
    }),
  );
});
