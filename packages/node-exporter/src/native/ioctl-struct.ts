import { ParseError } from "@sightglass/metrics-registry";

const UINT32_VALUES = 2 ** 32;

/** Throws ParseError unless `bytes` bytes lie at `at`. */
export function checkRange(memory: Buffer, at: number, bytes: number): void {
  if (at + bytes > memory.length) {
    throw new ParseError("kernel structure", 0, `it has ${memory.length} bytes, and ${at + bytes} are needed`);
  }
}

/** The unsigned 32-bit number at a place. Throws ParseError beyond the end. */
export function readUint32(memory: Buffer, at: number): number {
  checkRange(memory, at, 4);
  return memory.readUInt32LE(at);
}

/**
 * The unsigned 64-bit number at a place, rounded to the nearest number that JavaScript has. All processors for which
 * there is a koffi are little-endian. Throws ParseError beyond the end.
 */
export function readUint64(memory: Buffer, at: number): number {
  checkRange(memory, at, 8);
  // Both halves are exact, so the sum is rounded once, and no BigInt is made.
  return memory.readUInt32LE(at + 4) * UINT32_VALUES + memory.readUInt32LE(at);
}

/** The bytes of a C string in an array of `size` bytes, which it may fill without a NUL. Throws ParseError beyond the end. */
export function readCString(memory: Buffer, at: number, size: number): Buffer {
  checkRange(memory, at, size);
  const field = memory.subarray(at, at + size);
  const end = field.indexOf(0);
  return end === -1 ? field : field.subarray(0, end);
}
