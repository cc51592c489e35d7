import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, parseHex, splitFields } from "./fields.ts";

/** Counters of one file below /proc/net/stat. */
export interface LnstatCounters {
  readonly names: readonly string[];
  /** A row for each CPU; a row may have fewer values than there are names. */
  readonly rows: readonly (readonly number[])[];
}

/**
 * Parses a file of /proc/net/stat: a line of names, then a line of hexadecimal numbers for each CPU. Throws ParseError,
 * also for a number without a name.
 */
export function parseLnstat(text: string, path: string): LnstatCounters {
  const headerEnd = lineEnd(text, 0);
  const names = splitFields(text.slice(0, headerEnd));
  const rows: number[][] = [];
  let start = headerEnd + 1;
  for (let line = 2; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const fields = splitFields(text.slice(start, end));
    start = end + 1;
    if (fields.length > names.length) {
      throw new ParseError(path, line, `${fields.length} numbers for ${names.length} names`);
    }
    if (fields.length > 0) rows.push(fields.map((field) => parseHex(field, path, line)));
  }
  return { names, rows };
}
