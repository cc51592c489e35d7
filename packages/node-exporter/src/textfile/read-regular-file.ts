import { closeSync, constants, fstatSync, openSync, readSync, statSync, type BigIntStats } from "node:fs";

/** A larger file is somebody's mistake: its quarter of a million series would take seconds of the scrape. */
export const MAX_FILE_BYTES: number = 16 * 1024 * 1024;

/** Changes whenever the content may have changed. */
export interface FileVersion {
  readonly id: string;
  readonly mtimeMs: number;
  /** Unix time of the last modification in whole seconds. */
  readonly mtimeSeconds: number;
  readonly bytes: number;
}

function checked(stat: BigIntStats, path: string): FileVersion {
  if (!stat.isFile()) throw new Error(`${path}: not a regular file`);
  if (stat.size > BigInt(MAX_FILE_BYTES)) throw new Error(`${path}: larger than ${MAX_FILE_BYTES} bytes`);
  return {
    id: [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(":"),
    mtimeMs: Number(stat.mtimeMs),
    mtimeSeconds: Number(stat.mtimeNs / 1_000_000_000n),
    bytes: Number(stat.size),
  };
}

/** The version of a regular file, links followed. Opens nothing: opening alone has effects on pipes and devices. */
export const fileVersion = (path: string): FileVersion => checked(statSync(path, { bigint: true }), path);

/**
 * Reads a regular file of bounded size. Should the path have become something else since `fileVersion`, opening it
 * does not wait (a pipe without a writer would), and what was opened is looked at again before it is read.
 */
export function readRegularFile(path: string): { readonly content: Uint8Array; readonly version: FileVersion } {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    const version = checked(fstatSync(descriptor, { bigint: true }), path);
    const buffer = Buffer.allocUnsafe(version.bytes + 1);
    let length = 0;
    for (;;) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null);
      if (read === 0) return { content: buffer.subarray(0, length), version };
      length += read;
      if (length === buffer.length) throw new Error(`${path}: grew while it was read`);
    }
  } finally {
    closeSync(descriptor);
  }
}
