const FIRST_SIZE = 16 * 1024;

/**
 * Appends protobuf fields to a growing buffer. A nested message is opened with room for a one-byte length; only when
 * it turns out longer than 127 bytes is it moved, so nothing is measured or written twice.
 */
export class ByteWriter {
  private bytes: Buffer = Buffer.allocUnsafe(FIRST_SIZE);
  private length = 0;

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + size));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }

  /** A varint of a non-negative number below 2^64. */
  varint(value: number): void {
    this.reserve(10);
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.length] = (rest % 0x80) + 0x80;
      this.length += 1;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.length] = rest;
    this.length += 1;
  }

  /** Wire type 0: an unsigned integer field. */
  uint(field: number, value: number): void {
    this.varint(field * 8);
    this.varint(value);
  }

  /** Wire type 0: a signed 64-bit field in two's complement. */
  int(field: number, value: number): void {
    this.varint(field * 8);
    if (value >= 0) {
      this.varint(value);
      return;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    this.reserve(10);
    while (rest >= 0x80n) {
      this.bytes[this.length] = Number(rest & 0x7fn) + 0x80;
      this.length += 1;
      rest >>= 7n;
    }
    this.bytes[this.length] = Number(rest);
    this.length += 1;
  }

  /** Wire type 1: a float64 field. */
  double(field: number, value: number): void {
    this.varint(field * 8 + 1);
    this.reserve(8);
    this.bytes.writeDoubleLE(value, this.length);
    this.length += 8;
  }

  /** Wire type 2: a string field; lone surrogates become U+FFFD. */
  string(field: number, value: string): void {
    this.varint(field * 8 + 2);
    const size = Buffer.byteLength(value, "utf8");
    this.varint(size);
    this.reserve(size);
    this.length += this.bytes.write(value, this.length, "utf8");
  }

  /** Opens a nested message; `close` takes what this returns. Field 0 opens a length-delimited message without a tag. */
  open(field: number): number {
    if (field > 0) this.varint(field * 8 + 2);
    this.reserve(1);
    this.length += 1;
    return this.length;
  }

  close(start: number): void {
    const size = this.length - start;
    let extra = 0;
    for (let rest = size; rest >= 0x80; rest = Math.floor(rest / 0x80)) extra += 1;
    if (extra > 0) {
      this.reserve(extra);
      this.bytes.copyWithin(start + extra, start, this.length);
    }
    this.length = start - 1;
    this.varint(size);
    this.length = start + extra + size;
  }

  /** The bytes written so far; the writer must not be used afterwards. */
  finish(): Buffer {
    return this.bytes.subarray(0, this.length);
  }
}
