import { parseUnsigned } from "../sysfs/unsigned-number.ts";

/** Bytes that a device read or wrote of one type of data. */
export interface DeviceIo {
  readonly operation: string;
  readonly dataType: string;
  readonly bytes: number;
}

/** Errors of a device of one type. */
export interface DeviceErrors {
  readonly type: string;
  readonly count: number;
}

/**
 * Parses io_done of a bcachefs device: `read:` and `write:`, each followed by lines such as `user        :610019098624`,
 * in bytes. Lines without a colon, and those ahead of both, are skipped. Throws ParseError.
 */
export function parseDeviceIo(text: string, path: string): readonly DeviceIo[] {
  const found = new Map<string, DeviceIo>();
  const lines = text.split("\n");
  let operation = "";
  for (let at = 0; at < lines.length; at += 1) {
    const line = (lines[at] as string).trim();
    if (line === "read:" || line === "write:") {
      operation = line.slice(0, -1);
      continue;
    }
    const colon = line.indexOf(":");
    if (colon === -1 || operation === "") continue;
    const dataType = line.slice(0, colon).trim();
    const bytes = parseUnsigned(line.slice(colon + 1).trim(), path, at + 1);
    found.set(`${operation}:${dataType}`, { operation, dataType, bytes });
  }
  return [...found.values()];
}

const SECTION = "IO errors since ";
const SINCE_CREATION = `${SECTION}filesystem creation`;

/**
 * Parses io_errors of a bcachefs device: what is below `IO errors since filesystem creation`, such as `  read:    18828`;
 * the section after it counts from the last reset. Throws ParseError.
 */
export function parseDeviceErrors(text: string, path: string): readonly DeviceErrors[] {
  const found = new Map<string, DeviceErrors>();
  const lines = text.split("\n");
  let inside = false;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as string;
    if (line.startsWith(SINCE_CREATION)) {
      inside = true;
      continue;
    }
    if (line.startsWith(SECTION)) break;
    const colon = inside ? line.indexOf(":") : -1;
    if (colon === -1) continue;
    const type = line.slice(0, colon).trim();
    found.set(type, { type, count: parseUnsigned(line.slice(colon + 1).trim(), path, at + 1) });
  }
  return [...found.values()];
}
