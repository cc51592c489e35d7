import { ParseError } from "@sightglass/metrics-registry";
import { parseUnsigned } from "./integers.ts";

/** What a process had read from and written to storage, in bytes. */
export interface ProcessIo {
  readonly readBytes: number;
  readonly writtenBytes: number;
}

function numberBehind(text: string, key: string, path: string): number {
  const start = text.indexOf(`\n${key}: `);
  const end = start === -1 ? -1 : text.indexOf("\n", start + 1);
  if (end === -1) throw new ParseError(path, 0, `expected a line of ${key}`);
  return parseUnsigned(text.slice(start + key.length + 3, end), path, 0);
}

/**
 * Parses /proc/PID/io (proc_pid_io(5)), lines of `KEY: NUMBER`. What counts is storage (`read_bytes`, `write_bytes`), and
 * not what system calls passed on, the page cache and pipes among it. Throws ParseError naming `path`.
 */
export function parseProcessIo(text: string, path: string): ProcessIo {
  return {
    readBytes: numberBehind(text, "read_bytes", path),
    writtenBytes: numberBehind(text, "write_bytes", path),
  };
}
