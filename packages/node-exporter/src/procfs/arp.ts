import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, splitFields } from "./fields.ts";

/** Columns of an entry: address, hardware type, flags, hardware address, mask, device. */
const COLUMNS = 6;
const HEADER = "IP address";

/**
 * Counts the entries of /proc/net/arp by device, in the order in which devices appear. The kernel leaves entries
 * that need no resolution (NUD_NOARP) out of this file. Throws ParseError.
 */
export function parseArp(text: string): ReadonlyMap<string, number> {
  const entries = new Map<string, number>();
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const row = text.slice(start, end);
    start = end + 1;
    if (row === "" || row.startsWith(HEADER)) continue;
    const fields = splitFields(row);
    const device = fields[COLUMNS - 1];
    if (device === undefined || fields.length !== COLUMNS) {
      throw new ParseError("net/arp", line, `expected ${COLUMNS} columns, found ${fields.length}`);
    }
    entries.set(device, (entries.get(device) ?? 0) + 1);
  }
  return entries;
}
