import { lineEnd, splitFields, type FoundField } from "./fields.ts";
import { ParseError } from "@sightglass/metrics-registry";
import { parseKstatNumber } from "./kstat.ts";

/** The kernel's heading has twelve columns, of which this is the first. */
const FIRST_COLUMN = "nread";
const MIN_COLUMNS = 12;

/**
 * /proc/spl/kstat/zfs/POOL/io: a line about the kstat, a line with the names of its columns, a line of numbers. Empty
 * without that heading. Throws ParseError when a column has no number.
 */
export function parseZpoolIo(text: string, path: string, nameOf: (field: string) => string): FoundField[] {
  let columns: readonly string[] | undefined;
  let line = 0;
  for (let start = 0; start < text.length;) {
    line += 1;
    const end = lineEnd(text, start);
    const words = splitFields(text.slice(start, end));
    if (columns !== undefined) return numbersOf(columns, words, { text, start, path, line, nameOf });
    if (words.length >= MIN_COLUMNS && words[0] === FIRST_COLUMN) columns = words;
    start = end + 1;
  }
  return [];
}

interface Row {
  readonly text: string;
  readonly start: number;
  readonly path: string;
  readonly line: number;
  readonly nameOf: (field: string) => string;
}

function numbersOf(columns: readonly string[], words: readonly string[], row: Row): FoundField[] {
  const fields: FoundField[] = [];
  let at = row.start;
  for (let index = 0; index < columns.length; index += 1) {
    const word = words[index];
    if (word === undefined) throw new ParseError(row.path, row.line, `no number for ${columns[index]}`);
    const value = parseKstatNumber(word, false, row.path, row.line);
    at = row.text.indexOf(word, at);
    fields.push({ name: row.nameOf(columns[index] as string), value, scale: 1, at });
    at += word.length;
  }
  return fields;
}
