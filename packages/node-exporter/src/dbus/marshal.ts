import { ParseError } from "@sightglass/metrics-registry";
import type { DbusValue } from "./dbus-value.ts";
import { alignmentOf, parseSignature, type DbusType } from "./type-signature.ts";

const INTEGERS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  y: [0, 0xff],
  n: [-0x8000, 0x7fff],
  q: [0, 0xffff],
  i: [-0x8000_0000, 0x7fff_ffff],
  u: [0, 0xffff_ffff],
  h: [0, 0xffff_ffff],
};
const LONG: Readonly<Record<string, readonly [min: bigint, max: bigint]>> = {
  x: [-(2n ** 63n), 2n ** 63n - 1n],
  t: [0n, 2n ** 64n - 1n],
};
const MAX_DEPTH = 64;

const refuse = (value: unknown, code: string): ParseError =>
  new ParseError(
    "D-Bus value",
    0,
    `${typeof value === "string" ? JSON.stringify(value.slice(0, 100)) : `a ${typeof value}`} is no value of type ${code}`,
  );

/** Grows as it is written to; numbers are little-endian. */
class Writer {
  bytes = Buffer.alloc(256);
  length = 0;

  /** Pads with zeros and makes room; gives the offset of the first byte of it. */
  room(size: number, alignment: number): number {
    const start = Math.ceil(this.length / alignment) * alignment;
    if (start + size > this.bytes.length) {
      const grown = Buffer.alloc(Math.max(this.bytes.length * 2, start + size));
      this.bytes.copy(grown);
      this.bytes = grown;
    }
    this.length = start + size;
    return start;
  }

  integer(code: string, value: DbusValue): void {
    const [min, max] = INTEGERS[code] as readonly [number, number];
    if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) throw refuse(value, code);
    const size = code === "y" ? 1 : code === "n" || code === "q" ? 2 : 4;
    const at = this.room(size, size);
    if (min < 0) this.bytes.writeIntLE(value, at, size);
    else this.bytes.writeUIntLE(value, at, size);
  }

  long(code: string, value: DbusValue): void {
    const [min, max] = LONG[code] as readonly [bigint, bigint];
    if (typeof value !== "bigint" || value < min || value > max) throw refuse(value, code);
    const at = this.room(8, 8);
    this.bytes.writeBigUInt64LE(BigInt.asUintN(64, value), at);
  }

  text(code: string, value: DbusValue): void {
    if (typeof value !== "string" || value.includes("\0")) throw refuse(value, code);
    const size = Buffer.byteLength(value);
    if (code === "g") {
      parseSignature(value);
      this.integer("y", size);
    } else {
      this.integer("u", size);
    }
    // First the room: it may put the bytes elsewhere.
    const at = this.room(size + 1, 1);
    this.bytes.write(value, at, "utf8");
  }

  list(value: DbusValue, code: string): readonly DbusValue[] {
    if (!Array.isArray(value)) throw refuse(value, code);
    return value as readonly DbusValue[];
  }

  variant(value: DbusValue, depth: number): void {
    if (typeof value !== "object" || !("signature" in value)) throw refuse(value, "v");
    const { signature, value: inner } = value;
    const [type, ...more] = parseSignature(signature);
    if (type === undefined || more.length > 0) throw refuse(signature, "v");
    this.text("g", signature);
    this.value(type, inner, depth + 1);
  }

  array(type: DbusType, value: DbusValue, depth: number): void {
    const element = type.inner[0] as DbusType;
    const lengthAt = this.room(4, 4);
    const start = this.room(0, alignmentOf(element));
    for (const one of this.list(value, "a")) this.value(element, one, depth + 1);
    this.bytes.writeUInt32LE(this.length - start, lengthAt);
  }

  struct(type: DbusType, value: DbusValue, depth: number): void {
    const fields = this.list(value, type.code);
    if (fields.length !== type.inner.length) throw refuse(value, type.code);
    this.room(0, 8);
    for (let at = 0; at < fields.length; at += 1) {
      this.value(type.inner[at] as DbusType, fields[at] as DbusValue, depth + 1);
    }
  }

  value(type: DbusType, value: DbusValue, depth: number): void {
    const { code } = type;
    if (depth > MAX_DEPTH) throw new ParseError("D-Bus value", 0, "containers are nested too deeply");
    if (code in INTEGERS) this.integer(code, value);
    else if (code in LONG) this.long(code, value);
    else if (code === "v") this.variant(value, depth);
    else if (code === "a") this.array(type, value, depth);
    else if (code === "(" || code === "{") this.struct(type, value, depth);
    else if (code === "b") {
      if (typeof value !== "boolean") throw refuse(value, code);
      this.integer("u", value ? 1 : 0);
    } else if (code === "d") {
      if (typeof value !== "number") throw refuse(value, code);
      const at = this.room(8, 8);
      this.bytes.writeDoubleLE(value, at);
    } else {
      this.text(code, value);
    }
  }
}

/**
 * Marshals values of a signature's types, one for each, in little-endian byte order and aligned from the first byte.
 * Throws ParseError when a value is not of its type or the signature is none.
 */
export function marshal(signature: string, values: readonly DbusValue[]): Buffer {
  const types = parseSignature(signature);
  if (types.length !== values.length)
    throw new ParseError("D-Bus value", 0, `${values.length} values for ${types.length} types`);
  const writer = new Writer();
  for (let at = 0; at < types.length; at += 1) writer.value(types[at] as DbusType, values[at] as DbusValue, 0);
  return writer.bytes.subarray(0, writer.length);
}
