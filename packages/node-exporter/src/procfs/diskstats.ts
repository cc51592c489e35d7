import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, matchNumbers, numbersPattern, parseNumber, splitFields } from "./fields.ts";

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

/** Device number and name; only looked for, as most lines are of devices that nobody wants. */
const HEAD = /[ \t]*[^ \t\n]+[ \t]+[^ \t\n]+[ \t]+[^ \t\n]+/y;
const MIN_COUNTERS = 11;
const MAX_COUNTERS = 17;
const NUMBERS = numbersPattern(MIN_COUNTERS, MAX_COUNTERS - MIN_COUNTERS);

/**
 * Parses /proc/diskstats, `8 0 sda 25354637 34367663 …`, leaving out the short lines that 2.6 kernels wrote for
 * partitions. `wanted` is asked for each device before its counters are read. Throws ParseError.
 */
export function parseDiskstats(text: string, wanted: (device: string) => boolean): readonly Diskstats[] {
  const rows: Diskstats[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    HEAD.lastIndex = start;
    if (HEAD.test(text)) {
      const headEnd = HEAD.lastIndex;
      if (wanted(text.slice(text.lastIndexOf(" ", headEnd - 1) + 1, headEnd))) {
        const [major = "", minor = "", device = ""] = splitFields(text.slice(start, headEnd));
        const counters = matchNumbers(NUMBERS, text, headEnd) ?? splitCounters(text.slice(headEnd, end), line);
        if (counters !== undefined) rows.push({ major, minor, device, counters });
      }
    } else if (splitFields(text.slice(start, end)).length > 0) {
      throw new ParseError("diskstats", line, "expected a device and its counters");
    }
    start = end + 1;
  }
  return rows;
}

function splitCounters(row: string, line: number): readonly number[] | undefined {
  const fields = splitFields(row);
  if (fields.length < MIN_COUNTERS) return undefined;
  return fields.slice(0, MAX_COUNTERS).map((field) => parseNumber(field, "diskstats", line));
}
