import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, parseHex, splitFields } from "./fields.ts";

/** Connection tracking counters, summed over all CPUs. */
export interface ConntrackCounters {
  readonly found: number;
  readonly invalid: number;
  readonly ignore: number;
  readonly insert: number;
  readonly insertFailed: number;
  readonly drop: number;
  readonly earlyDrop: number;
  readonly searchRestart: number;
}

const PATH = "net/stat/nf_conntrack";
const ZERO = "00000000";
const MIN_COLUMNS = 16;
/** Kernels from 3.4 on have `search_restart` as the 17th. */
const MAX_COLUMNS = 17;
/** Columns of the counters in the order of ConntrackCounters. */
const COLUMNS = [2, 4, 5, 8, 9, 10, 11, 16];

/** Parses /proc/net/stat/nf_conntrack: a header, then hexadecimal columns, a line for each CPU. Throws ParseError. */
export function parseNfConntrack(text: string): ConntrackCounters {
  const sums = COLUMNS.map(() => 0);
  let start = lineEnd(text, 0) + 1;
  for (let line = 2; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const fields = splitFields(text.slice(start, end));
    start = end + 1;
    if (fields.length === 0) continue;
    if (fields.length < MIN_COLUMNS || fields.length > MAX_COLUMNS) {
      throw new ParseError(PATH, line, `expected 16 or 17 columns, found ${fields.length}`);
    }
    for (let at = 0; at < COLUMNS.length; at += 1) {
      const field = fields[COLUMNS[at] as number];
      // Most are zero on most machines, and a comparison is cheaper than a number.
      if (field !== undefined && field !== ZERO) sums[at] = (sums[at] as number) + parseHex(field, PATH, line);
    }
  }
  const [found = 0, invalid = 0, ignore = 0, insert = 0, insertFailed = 0, drop = 0, earlyDrop = 0, searchRestart = 0] =
    sums;
  return { found, invalid, ignore, insert, insertFailed, drop, earlyDrop, searchRestart };
}
