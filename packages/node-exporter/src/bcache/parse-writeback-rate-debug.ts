import { splitFields } from "../procfs/fields.ts";
import { parseBcacheSize, parseSignedBcacheSize } from "./parse-size.ts";

/** How fast dirty data of a backing device is written back, and the terms of the controller that decides it. */
export interface WritebackRate {
  readonly target: number;
  readonly rate: number;
  readonly proportional: number;
  readonly integral: number;
  readonly change: number;
}

/** Rows in the order of the kernel; `dirty` and `next io` are not exposed. */
const ROWS = [
  { key: "rate", prefix: "rate:", parse: parseBcacheSize },
  { key: "target", prefix: "target:", parse: parseBcacheSize },
  { key: "proportional", prefix: "proportional:", parse: parseSignedBcacheSize },
  { key: "integral", prefix: "integral:", parse: parseSignedBcacheSize },
  { key: "change", prefix: "change:", parse: parseSignedBcacheSize },
] as const;

const PER_SECOND = "/sec";

/**
 * Parses writeback_rate_debug of a bcache device, lines such as `rate:\t\t1.1M/sec`; a row that is missing counts 0.
 * Sizes are in bytes. Throws ParseError naming `path`.
 */
export function parseWritebackRateDebug(text: string, path: string): WritebackRate {
  const found = { target: 0, rate: 0, proportional: 0, integral: 0, change: 0 };
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as string;
    const row = ROWS.find(({ prefix }) => line.startsWith(prefix));
    if (row === undefined) continue;
    const value = splitFields(line).at(-1) ?? "";
    found[row.key] = row.parse(value.endsWith(PER_SECOND) ? value.slice(0, -PER_SECOND.length) : value, path, at + 1);
  }
  return found;
}
