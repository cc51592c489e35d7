import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, matchNumbers, numbersPattern, parseNumber, splitFields } from "./fields.ts";

/** One line of /proc/net/dev. */
export interface NetDev {
  readonly device: string;
  /**
   * Received bytes, packets, errs, drop, fifo, frame, compressed, multicast, then transmitted bytes, packets, errs,
   * drop, fifo, colls, carrier, compressed.
   */
  readonly counters: number[];
}

const PATH = "net/dev";
const HEADER_LINES = 2;
const COLUMNS = 16;

const NUMBERS = numbersPattern(COLUMNS, 0);

/**
 * Parses /proc/net/dev: two header lines, then `eth0: 1000 10 …`. `wanted` is asked for each device before its
 * counters are read. Throws ParseError.
 */
export function parseNetDev(text: string, wanted: (device: string) => boolean): readonly NetDev[] {
  const rows: NetDev[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    if (line > HEADER_LINES && end > start) {
      const colon = text.lastIndexOf(":", end);
      const device = text.slice(start, Math.max(colon, start)).trim();
      if (device === "") throw new ParseError(PATH, line, "expected a device and a colon");
      if (wanted(device)) {
        const counters = matchNumbers(NUMBERS, text, colon + 1) ?? splitCounters(text.slice(colon + 1, end), line);
        rows.push({ device, counters });
      }
    }
    start = end + 1;
  }
  return rows;
}

function splitCounters(row: string, line: number): number[] {
  const fields = splitFields(row);
  if (fields.length < COLUMNS) throw new ParseError(PATH, line, `expected ${COLUMNS} columns, found ${fields.length}`);
  return fields.slice(0, COLUMNS).map((field) => parseNumber(field, PATH, line));
}
