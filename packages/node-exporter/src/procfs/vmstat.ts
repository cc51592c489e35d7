import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber } from "./fields.ts";

/** A field that was asked for, under the name that the asker gave it. */
export interface VmstatField {
  readonly name: string;
  readonly value: number;
}

/**
 * Parses /proc/vmstat, lines of `field value`. `nameOf` gives each field's name in the result, or undefined to leave
 * it out: the file has some 200 fields of which a scrape wants a dozen, so the values of the others are not looked
 * at. Throws ParseError.
 */
export function parseVmstat(text: string, nameOf: (field: string) => string | undefined): readonly VmstatField[] {
  const fields: VmstatField[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const space = text.indexOf(" ", start);
    if (space === -1 || space >= end) throw new ParseError("vmstat", line, "expected a field and its value");
    const name = nameOf(text.slice(start, space));
    if (name !== undefined) fields.push({ name, value: parseNumber(text.slice(space + 1, end), "vmstat", line) });
    start = end + 1;
  }
  return fields;
}
