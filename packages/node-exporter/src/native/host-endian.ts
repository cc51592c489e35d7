import { endianness } from "node:os";

/** Numbers as the kernel hands them out: in the byte order of the machine. Offsets must lie within the buffer. */
interface HostEndian {
  readonly u16: (data: Buffer, at: number) => number;
  readonly u32: (data: Buffer, at: number) => number;
  readonly i32: (data: Buffer, at: number) => number;
  /** As a double: beyond 2^53 the nearest one, as every metric value is. */
  readonly u64: (data: Buffer, at: number) => number;
  readonly i64: (data: Buffer, at: number) => number;
  readonly putU16: (data: Buffer, at: number, value: number) => void;
  readonly putU32: (data: Buffer, at: number, value: number) => void;
}

const WORD = 0x1_0000_0000;

const little: HostEndian = {
  u16: (data, at) => data.readUInt16LE(at),
  u32: (data, at) => data.readUInt32LE(at),
  i32: (data, at) => data.readInt32LE(at),
  u64: (data, at) => data.readUInt32LE(at + 4) * WORD + data.readUInt32LE(at),
  i64: (data, at) => data.readInt32LE(at + 4) * WORD + data.readUInt32LE(at),
  putU16: (data, at, value) => void data.writeUInt16LE(value, at),
  putU32: (data, at, value) => void data.writeUInt32LE(value, at),
};

const big: HostEndian = {
  u16: (data, at) => data.readUInt16BE(at),
  u32: (data, at) => data.readUInt32BE(at),
  i32: (data, at) => data.readInt32BE(at),
  u64: (data, at) => data.readUInt32BE(at) * WORD + data.readUInt32BE(at + 4),
  i64: (data, at) => data.readInt32BE(at) * WORD + data.readUInt32BE(at + 4),
  putU16: (data, at, value) => void data.writeUInt16BE(value, at),
  putU32: (data, at, value) => void data.writeUInt32BE(value, at),
};

/** The functions for the machine's own byte order. */
export const hostEndian: HostEndian = endianness() === "LE" ? little : big;
