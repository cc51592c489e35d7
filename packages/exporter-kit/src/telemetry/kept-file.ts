import { openSync, readSync } from "node:fs";

/** A small file that is opened once and read again and again into one buffer. */
export interface KeptFile {
  /** The file's text, one byte a character, cut at the buffer's size; undefined when it cannot be read. */
  read(): string | undefined;
}

/** Opens a file of /proc/self for repeated reads; where it does not exist, `read` gives undefined. */
export function openKeptFile(path: string, size: number): KeptFile {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, "r");
  } catch {
    descriptor = undefined;
  }
  const buffer = Buffer.allocUnsafeSlow(size);
  return {
    read() {
      if (descriptor === undefined) {
        return undefined;
      }
      try {
        return buffer.toString("latin1", 0, readSync(descriptor, buffer, 0, size, 0));
      } catch {
        return undefined;
      }
    },
  };
}
