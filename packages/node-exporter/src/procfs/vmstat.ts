import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber } from "./fields.ts";

/** Called for each line with the field's name and value. */
export type VmstatVisitor = (field: string, value: number) => void;

/**
 * Parses /proc/vmstat, lines of `field value`, and hands each to `visit`: the file has some 200 fields of which a
 * scrape wants a dozen, so it is never built up as a table. Throws ParseError.
 */
export function parseVmstat(text: string, visit: VmstatVisitor): void {
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const space = text.indexOf(" ", start);
    if (space === -1 || space >= end) throw new ParseError("vmstat", line, "expected a field and its value");
    visit(text.slice(start, space), parseNumber(text.slice(space + 1, end), "vmstat", line));
    start = end + 1;
  }
}
