import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber, splitFields } from "./fields.ts";

/** One line of /proc/net/dev. */
export interface NetDev {
  readonly device: string;
  /**
   * Received bytes, packets, errs, drop, fifo, frame, compressed, multicast, then transmitted bytes, packets, errs,
   * drop, fifo, colls, carrier, compressed.
   */
  readonly counters: readonly number[];
}

const PATH = "net/dev";
const HEADER_LINES = 2;
const COLUMNS = 16;

/**
 * Parses /proc/net/dev: two header lines, then `eth0: 1000 10 …`. `wanted` is asked for each device before its
 * counters are read. Throws ParseError.
 */
export function parseNetDev(text: string, wanted: (device: string) => boolean): readonly NetDev[] {
  const rows: NetDev[] = [];
  const lines = text.split("\n");
  for (let index = HEADER_LINES; index < lines.length; index += 1) {
    const row = lines[index] ?? "";
    if (row === "") continue;
    const line = index + 1;
    const colon = row.lastIndexOf(":");
    const device = row.slice(0, Math.max(colon, 0)).trim();
    if (device === "") throw new ParseError(PATH, line, "expected a device and a colon");
    if (!wanted(device)) continue;
    const fields = splitFields(row.slice(colon + 1));
    if (fields.length < COLUMNS)
      throw new ParseError(PATH, line, `expected ${COLUMNS} columns, found ${fields.length}`);
    const counters: number[] = [];
    for (let column = 0; column < COLUMNS; column += 1) counters.push(parseNumber(fields[column], PATH, line));
    rows.push({ device, counters });
  }
  return rows;
}
