import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber, splitFields } from "./fields.ts";

/** One line of /proc/meminfo. */
export interface MeminfoLine {
  /** As written, without the colon: `Active(anon)`. */
  readonly field: string;
  /** Bytes where the kernel gives a unit, else a plain count. */
  readonly value: number;
  readonly bytes: boolean;
}

const BYTES_PER_KB = 1024;

/** Parses /proc/meminfo, lines of `MemTotal:  3742148 kB` or `HugePages_Total:  0`. Throws ParseError. */
export function parseMeminfo(text: string): readonly MeminfoLine[] {
  const rows: MeminfoLine[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const colon = text.indexOf(":", start);
    if (colon === -1 || colon >= end) throw new ParseError("meminfo", line, "expected a field name and a colon");
    const fields = splitFields(text.slice(colon + 1, end));
    const bytes = fields.length === 2;
    if (fields.length > 2) throw new ParseError("meminfo", line, `expected a value and a unit, found ${fields.length}`);
    if (bytes && fields[1] !== "kB") throw new ParseError("meminfo", line, `unknown unit ${fields[1]}`);
    const value = parseNumber(fields[0], "meminfo", line);
    rows.push({ field: text.slice(start, colon), value: bytes ? value * BYTES_PER_KB : value, bytes });
    start = end + 1;
  }
  return rows;
}
