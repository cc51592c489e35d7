import { ParseError } from "@sightglass/metrics-registry";
import { parseHex, splitFields } from "./fields.ts";

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
const MIN_COLUMNS = 16;
/** Kernels from 3.4 on have `search_restart` as the 17th. */
const SEARCH_RESTART = 16;

/** Parses /proc/net/stat/nf_conntrack: a header, then hexadecimal columns, a line for each CPU. Throws ParseError. */
export function parseNfConntrack(text: string): ConntrackCounters {
  const sums = Array.from({ length: SEARCH_RESTART + 1 }, () => 0);
  const lines = text.split("\n");
  for (let index = 1; index < lines.length; index += 1) {
    const row = lines[index] ?? "";
    if (row === "") continue;
    const columns = splitFields(row);
    if (columns.length < MIN_COLUMNS || columns.length > SEARCH_RESTART + 1) {
      throw new ParseError(PATH, index + 1, `expected 16 or 17 columns, found ${columns.length}`);
    }
    for (const [at, column] of columns.entries()) sums[at] = (sums[at] ?? 0) + parseHex(column, PATH, index + 1);
  }
  const sum = (at: number): number => sums[at] ?? 0;
  return {
    found: sum(2),
    invalid: sum(4),
    ignore: sum(5),
    insert: sum(8),
    insertFailed: sum(9),
    drop: sum(10),
    earlyDrop: sum(11),
    searchRestart: sum(SEARCH_RESTART),
  };
}
