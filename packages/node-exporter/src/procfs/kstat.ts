import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, splitFields, type FoundField } from "./fields.ts";

/** KSTAT_DATA_INT64 and KSTAT_DATA_UINT64 of sys/kstat.h; fields of other types are no numbers or not exposed. */
const INT64 = "3";
const UINT64 = "4";

const MAX_UINT64 = 2n ** 64n - 1n;
const MAX_INT64 = 2n ** 63n - 1n;
const UNSIGNED = /^\d+$/;
const SIGNED = /^[+-]?\d+$/;
/** So many digits are always in range. */
const SAFE_DIGITS = 18;

/** A 64-bit number of a kstat, rounded as a float rounds it. Throws ParseError when the text is none or out of range. */
export function parseKstatNumber(text: string, isSigned: boolean, path: string, line: number): number {
  const form = isSigned ? SIGNED : UNSIGNED;
  if (form.test(text)) {
    if (text.length <= SAFE_DIGITS) return Number(text);
    const value = BigInt(text.startsWith("+") ? text.slice(1) : text);
    if (isSigned ? value <= MAX_INT64 && value >= -MAX_INT64 - 1n : value <= MAX_UINT64) return Number(value);
  }
  throw new ParseError(path, line, `expected a number of 64 bits, found ${JSON.stringify(text.slice(0, 100))}`);
}

/** A kstat's text, line by line behind the line `name type data`; undefined when it has no such line. */
export function kstatRows(text: string): { readonly start: number; readonly line: number } | undefined {
  let line = 0;
  for (let start = 0; start < text.length;) {
    line += 1;
    const end = lineEnd(text, start);
    const words = splitFields(text.slice(start, end));
    if (words.length === 3 && words[0] === "name" && words[1] === "type" && words[2] === "data") {
      return { start: Math.min(end + 1, text.length), line };
    }
    start = end + 1;
  }
  return undefined;
}

/** Which of a kstat's rows are wanted, and under which names. */
export interface KstatSelection {
  /** Named in errors. */
  readonly path: string;
  readonly nameOf: (field: string) => string;
  /** Whether signed numbers are wanted too. */
  readonly signed: boolean;
}

/** The numbers of the rows of `text` from `start` on; other rows are passed over. Throws ParseError for a bad number. */
export function parseKstatRows(
  text: string,
  from: { readonly start: number; readonly line: number },
  { path, nameOf, signed }: KstatSelection,
): FoundField[] {
  const fields: FoundField[] = [];
  let { line } = from;
  for (let start = from.start; start < text.length;) {
    line += 1;
    const end = lineEnd(text, start);
    const row = text.slice(start, end);
    const [field, type, data] = splitFields(row);
    if (field !== undefined && data !== undefined && (type === UINT64 || (signed && type === INT64))) {
      const value = parseKstatNumber(data, type === INT64, path, line);
      // The number stands behind the type, and no earlier column may look like it.
      const at = start + row.indexOf(data, row.indexOf(type, row.indexOf(field) + field.length) + type.length);
      fields.push({ name: nameOf(field), value, scale: 1, at });
    }
    start = end + 1;
  }
  return fields;
}

/**
 * A kstat of named numbers below /proc/spl/kstat: a line about the kstat, `name type data`, then a row for each field.
 * Throws ParseError without that heading, or when a number of 64 bits is none.
 */
export function parseKstat(text: string, selection: KstatSelection): FoundField[] {
  const rows = kstatRows(text);
  if (rows === undefined) throw new ParseError(selection.path, 0, "it has no line `name type data`");
  return parseKstatRows(text, rows, selection);
}
