import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber, type FoundField } from "./fields.ts";

/**
 * Parses /proc/vmstat, lines of `field value`. `nameOf` gives each field's name in the result, or undefined to leave
 * it out: the file has some 200 fields of which a scrape wants a dozen, so the values of the others are not looked
 * at. Throws ParseError.
 */
export function parseVmstat(text: string, nameOf: (field: string) => string | undefined): readonly FoundField[] {
  const fields: FoundField[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const space = text.indexOf(" ", start);
    if (space === -1 || space >= end) throw new ParseError("vmstat", line, "expected a field and its value");
    const name = nameOf(text.slice(start, space));
    if (name !== undefined) {
      const value = parseNumber(text.slice(space + 1, end), "vmstat", line);
      fields.push({ name, value, scale: 1, at: space + 1 });
    }
    start = end + 1;
  }
  return fields;
}
