import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, splitFields } from "../procfs/fields.ts";
import { parseUnsigned } from "../sysfs/unsigned-number.ts";

interface Row {
  /** Position of the row's first counter among all. */
  readonly at: number;
  /** Counters of the row that are kept. */
  readonly counters: number;
  readonly maxColumns: number;
}

/** Rows that are kept, in the order of their counters. The eighth column of vnodes is missing on old kernels. */
const ROWS: ReadonlyMap<string, Row> = new Map([
  ["extent_alloc", { at: 0, counters: 4, maxColumns: 4 }],
  ["abt", { at: 4, counters: 4, maxColumns: 4 }],
  ["blk_map", { at: 8, counters: 7, maxColumns: 7 }],
  ["bmbt", { at: 15, counters: 4, maxColumns: 4 }],
  ["dir", { at: 19, counters: 4, maxColumns: 4 }],
  ["ig", { at: 23, counters: 7, maxColumns: 7 }],
  ["rw", { at: 30, counters: 2, maxColumns: 2 }],
  ["vnodes", { at: 32, counters: 7, maxColumns: 8 }],
]);

/** How many counters `parseXfsStats` gives. */
export const XFS_COUNTERS = 39;

/**
 * Parses /sys/fs/xfs/DEVICE/stats/stats, a name and counters on each line (fs/xfs/xfs_stats.c). Gives the columns of
 * extent_alloc, abt, blk_map, bmbt, dir, ig, rw and vnodes, one row's behind the other's; a row that is missing counts 0,
 * and other rows are not looked at. Throws ParseError naming `path` when one of those has another number of columns or
 * something else than numbers.
 */
export function parseXfsStats(text: string, path: string): readonly number[] {
  const counters: number[] = Array.from({ length: XFS_COUNTERS }, () => 0);
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const words = splitFields(text.slice(start, end));
    start = end + 1;
    const row = ROWS.get(words[0] ?? "");
    const columns = words.length - 1;
    if (row === undefined || columns === 0) continue;
    if (columns < row.counters || columns > row.maxColumns) {
      throw new ParseError(path, line, `expected ${row.counters} counters of ${words[0]}, found ${columns}`);
    }
    for (let column = 0; column < columns; column += 1) {
      const value = parseUnsigned(words[column + 1] as string, path, line);
      if (column < row.counters) counters[row.at + column] = value;
    }
  }
  return counters;
}
