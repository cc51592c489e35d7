import { ParseError } from "@sightglass/metrics-registry";
import { assert, constantFrom, property, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createDevInfoArgument,
  createDevStatsArgument,
  createFsInfoArgument,
  decodeDevInfo,
  decodeDevStats,
  decodeFsInfo,
} from "../../src/native/btrfs-structs.ts";

test("arguments have the sizes of linux/btrfs.h, and say which device is asked", () => {
  expect(createFsInfoArgument()).toEqual(Buffer.alloc(1024));
  const info = createDevInfoArgument(300);
  expect([info.length, info.readBigUInt64LE(0)]).toEqual([4096, 300n]);
  const stats = createDevStatsArgument(7);
  expect([stats.length, stats.readBigUInt64LE(0), stats.readBigUInt64LE(8)]).toEqual([1032, 7n, 5n]);
});

test("file system", () => {
  const memory = createFsInfoArgument();
  memory.writeBigUInt64LE(3n, 0);
  memory.writeBigUInt64LE(2n, 8);
  memory.write("3f2a8f6e1c544c6a9c1c0d1b6a7f8e21", 16, "hex");
  expect(decodeFsInfo(memory)).toEqual({ id: "3f2a8f6e1c544c6a9c1c0d1b6a7f8e21", maxDeviceId: 3, devices: 2 });
});

describe("device", () => {
  function memoryOf(path: string | Buffer, used: bigint, total: bigint): Buffer {
    const memory = createDevInfoArgument(1);
    memory.write("0123456789abcdef0123456789abcdef", 8, "hex");
    memory.writeBigUInt64LE(used, 24);
    memory.writeBigUInt64LE(total, 32);
    Buffer.from(path).copy(memory, 3072);
    return memory;
  }

  test("has the last part of its path as its name", () => {
    expect(decodeDevInfo(memoryOf("/dev/mapper/data-a", 3n, 10n))).toEqual({
      uuid: "01234567-89ab-cdef-0123-456789abcdef",
      device: "data-a",
      totalBytes: 10,
      unusedBytes: 7,
    });
  });

  test("that is missing has no name, and perhaps no UUID", () => {
    const memory = memoryOf("", 0n, 10n);
    memory.fill(0, 8, 24);
    expect(decodeDevInfo(memory)).toMatchObject({ uuid: "<zero>", device: "" });
  });

  test("that shrank below its use wraps, as node_exporter's subtraction does", () => {
    expect(decodeDevInfo(memoryOf("/dev/sda", 11n, 10n)).unusedBytes).toBe(2 ** 64);
  });

  test("may have a path that fills its array or is no UTF-8", () => {
    expect(decodeDevInfo(memoryOf(Buffer.alloc(1024, 0x61), 0n, 0n)).device).toBe("a".repeat(1024));
    expect(decodeDevInfo(memoryOf(Buffer.from([0x2f, 0x61, 0xff, 0xfe]), 0n, 0n)).device).toBe("a\uFFFD");
  });
});

test("errors in the kernel's order", () => {
  const memory = createDevStatsArgument(1);
  [1n, 2n, 3n, 4n, 2n ** 64n - 1n].forEach((value, at) => memory.writeBigUInt64LE(value, 24 + at * 8));
  expect(decodeDevStats(memory)).toEqual([1, 2, 3, 4, 2 ** 64]);
});

test("throws nothing but ParseError on any memory", () => {
  const sizes = constantFrom(0, 40, 1024, 1032, 4096);
  assert(
    property(uint8Array({ maxLength: 4096 }), sizes, (bytes, size) => {
      const memory = Buffer.alloc(size);
      Buffer.from(bytes).copy(memory);
      for (const decode of [decodeFsInfo, decodeDevInfo, decodeDevStats]) {
        try {
          decode(memory);
        } catch (error) {
          expect(error).toBeInstanceOf(ParseError);
        }
      }
    }),
  );
});
