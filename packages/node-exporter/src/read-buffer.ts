import { readvSync } from "node:fs";
import { decodeText } from "./decode-text.ts";
import { createPositionedRead, type PositionedRead } from "./native/positioned-read.ts";

const FIRST_BUFFER_BYTES = 64 * 1024;
/** What the kernel gathers of a text for one read at least, as far as whole records fit (seq_file's first buffer). */
const SEQUENCE_BYTES = 4096;
/** Upstream reads an attribute with one read of this size; longer ones are cut. */
const ATTRIBUTE_BYTES = 128;
/** A kernel text larger than this is not one that a collector expects. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** Node's decoder beneath `toString`, which for a short text costs a third of it. */
interface SlicedBuffer extends Buffer {
  utf8Slice(start: number, end: number): string;
}

/** One buffer for all reads of all trees: reads are synchronous, so no two overlap. */
let buffer = Buffer.allocUnsafeSlow(FIRST_BUFFER_BYTES) as SlicedBuffer;
/** The buffer as preadv(2) takes it: Node's `readSync` leaves two and a half times the garbage of `readvSync`. */
let whole: readonly Buffer[] = [buffer];
let attribute: readonly Buffer[] = [buffer.subarray(0, ATTRIBUTE_BYTES)];
/** Reads into the buffer without `node:fs`, once that is possible. */
let nativeRead: PositionedRead | undefined;

function grow(length: number, path: string): void {
  if (length >= MAX_TEXT_BYTES) throw new Error(`${path} is larger than ${MAX_TEXT_BYTES} bytes`);
  const larger = Buffer.allocUnsafeSlow(buffer.length * 2) as SlicedBuffer;
  buffer.copy(larger, 0, 0, length);
  buffer = larger;
  whole = [buffer];
  attribute = [buffer.subarray(0, ATTRIBUTE_BYTES)];
  nativeRead = undefined;
}

function readFrom(descriptor: number, at: number): number {
  nativeRead ??= createPositionedRead(buffer);
  if (nativeRead !== undefined) return nativeRead(descriptor, at, buffer.length - at);
  return readvSync(descriptor, at === 0 ? whole : [buffer.subarray(at)], at);
}

/**
 * Reads a whole file into the buffer and returns its length. The end is where a read gives nothing. A file that the
 * kernel writes in records of at most `maxRecordBytes` needs no such read when a further record had room in the first;
 * 0 is for one that it writes at once. The buffer grows for files that have outgrown it and stays grown.
 */
export function readWhole(descriptor: number, path: string, maxRecordBytes: number): number {
  let length = readFrom(descriptor, 0);
  if (length < buffer.length && (maxRecordBytes === 0 || length + maxRecordBytes <= SEQUENCE_BYTES)) return length;
  for (;;) {
    if (length === buffer.length) grow(length, path);
    const count = readFrom(descriptor, length);
    if (count === 0) return length;
    length += count;
  }
}

/** Reads the start of a file into the buffer and returns how much came. */
export function readAttribute(descriptor: number): number {
  nativeRead ??= createPositionedRead(buffer);
  return nativeRead === undefined ? readvSync(descriptor, attribute, 0) : nativeRead(descriptor, 0, ATTRIBUTE_BYTES);
}

/** The first `length` bytes of the buffer as text. */
export function decode(length: number): string {
  const text = buffer.utf8Slice(0, length);
  return text.includes("\uFFFD\uFFFD") ? decodeText(buffer.subarray(0, length)) : text;
}

/** The first `length` bytes of the buffer as text, less trailing white space and NULs. */
export function decodeTrimmed(length: number): string {
  let end = length;
  while (end > 0) {
    const byte = buffer[end - 1] as number;
    if (byte !== 0 && byte !== 32 && (byte < 9 || byte > 13)) break;
    end -= 1;
  }
  return decode(end);
}
