import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { machinePageSize, pageSizeOf } from "../src/page-size.ts";

test("finds the page size among 64-bit pairs of either byte order", () => {
  const vector = Buffer.alloc(48);
  vector.writeBigUInt64LE(16n, 0);
  vector.writeBigUInt64LE(0xff_ff_ff_ff_ff_ff_ff_ffn, 8);
  vector.writeBigUInt64LE(6n, 16);
  vector.writeBigUInt64LE(65_536n, 24);
  expect(pageSizeOf(vector, 8, true)).toBe(65_536);
  expect(pageSizeOf(vector, 8, false)).toBeUndefined();
  expect(pageSizeOf(Buffer.from(vector).swap64(), 8, false)).toBe(65_536);
});

test("finds it among 32-bit pairs", () => {
  const vector = Buffer.alloc(16);
  vector.writeUInt32LE(6, 0);
  vector.writeUInt32LE(16_384, 4);
  expect(pageSizeOf(vector, 4, true)).toBe(16_384);
});

test("stops at the end of the vector, whole or cut", () => {
  const vector = Buffer.alloc(32);
  vector.writeBigUInt64LE(6n, 16);
  vector.writeBigUInt64LE(4096n, 24);
  expect(pageSizeOf(vector, 8, true)).toBeUndefined();
  expect(pageSizeOf(Buffer.alloc(0), 8, true)).toBeUndefined();
  expect(pageSizeOf(Buffer.from([6, 0, 0, 0, 0, 0, 0, 0]), 8, true)).toBeUndefined();
});

test("is what the kernel says of this process's mappings, and the usual size elsewhere", () => {
  const smaps = existsSync("/proc/self/smaps") ? readFileSync("/proc/self/smaps", "utf8") : "";
  const kilobytes = Number(/KernelPageSize: +(\d+) kB/.exec(smaps)?.[1] ?? 4);
  expect(machinePageSize()).toBe(kilobytes * 1024);
});
