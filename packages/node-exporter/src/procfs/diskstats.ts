import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber, splitFields } from "./fields.ts";

/** One line of /proc/diskstats. */
export interface Diskstats {
  readonly major: string;
  readonly minor: string;
  readonly device: string;
  /**
   * Counters in the kernel's order (Documentation/admin-guide/iostats.rst): 11, 15 since 4.18 (discards) or 17 since
   * 5.5 (flushes). Times are in milliseconds, sizes in sectors of 512 bytes.
   */
  readonly counters: readonly number[];
}

const HEAD = 3;
const MIN_COUNTERS = 11;
const MAX_COUNTERS = 17;

/**
 * Parses /proc/diskstats, `8 0 sda 25354637 34367663 …`, leaving out the short lines that 2.6 kernels wrote for
 * partitions. `wanted` is asked for each device before its counters are read. Throws ParseError.
 */
export function parseDiskstats(text: string, wanted: (device: string) => boolean): readonly Diskstats[] {
  const rows: Diskstats[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const fields = splitFields(text.slice(start, end));
    start = end + 1;
    const [major, minor, device] = fields;
    if (major === undefined) continue;
    if (minor === undefined || device === undefined) {
      throw new ParseError("diskstats", line, "expected a device and its counters");
    }
    if (fields.length < HEAD + MIN_COUNTERS || !wanted(device)) continue;
    const counters: number[] = [];
    for (let at = HEAD; at < fields.length && at < HEAD + MAX_COUNTERS; at += 1) {
      counters.push(parseNumber(fields[at], "diskstats", line));
    }
    rows.push({ major, minor, device, counters });
  }
  return rows;
}
