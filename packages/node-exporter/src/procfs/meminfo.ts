import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber, splitFields, type FoundField } from "./fields.ts";

const BYTES_PER_KB = 1024;

/**
 * Parses /proc/meminfo, lines of `MemTotal:  3742148 kB` or `HugePages_Total:  0`. `nameOf` gives each field's name in
 * the result, or undefined to leave it out; it is told whether the value is in bytes, which it is where the kernel gives
 * a unit. Throws ParseError.
 */
export function parseMeminfo(
  text: string,
  nameOf: (field: string, bytes: boolean) => string | undefined,
): readonly FoundField[] {
  const fields: FoundField[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const colon = text.indexOf(":", start);
    if (colon === -1 || colon >= end) throw new ParseError("meminfo", line, "expected a field name and a colon");
    const words = splitFields(text.slice(colon + 1, end));
    const bytes = words.length === 2;
    if (words.length > 2) throw new ParseError("meminfo", line, `expected a value and a unit, found ${words.length}`);
    if (bytes && words[1] !== "kB") throw new ParseError("meminfo", line, `unknown unit ${words[1]}`);
    const value = parseNumber(words[0], "meminfo", line);
    const name = nameOf(text.slice(start, colon), bytes);
    const scale = bytes ? BYTES_PER_KB : 1;
    if (name !== undefined) fields.push({ name, value: value * scale, scale, at: text.indexOf(words[0] ?? "", colon) });
    start = end + 1;
  }
  return fields;
}
