import { ParseError } from "@sightglass/metrics-registry";

/** A number of a kernel text that was asked for, under the name that the asker gave it. */
export interface FoundField {
  readonly name: string;
  /** The number as written, times `scale`. */
  readonly value: number;
  readonly scale: number;
  /** Where the number starts in the text. */
  readonly at: number;
}

const WORDS = /[^ \t]+/g;

/** The words of a line that are separated by runs of spaces or tabs, found natively. */
export function splitFields(line: string): string[] {
  return line.match(WORDS) ?? [];
}

/**
 * A pattern of a row of decimal numbers up to the end of its line, which captures them: `required` ones, and up to
 * `optional` more. One native match reads a row for half of what splitting it costs; a row that it does not match, or
 * has more columns, is to be split, so that its fault is named.
 */
export function numbersPattern(required: number, optional: number): RegExp {
  const number = String.raw`[ \t]+(\d+)`;
  const more = `(?:${number}`.repeat(optional) + ")?".repeat(optional);
  return new RegExp(String.raw`[ \t]*(\d+)${number.repeat(required - 1)}${more}[ \t]*(?:\n|$)`, "y");
}

/** The numbers of the row at `start`, as `pattern` captures them; undefined when it does not match. */
export function matchNumbers(pattern: RegExp, text: string, start: number): number[] | undefined {
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const numbers: number[] = [];
  for (let column = 1; column < match.length; column += 1) {
    const digits = match[column];
    if (digits === undefined) break;
    numbers.push(Number(digits));
  }
  return numbers;
}

/** Where the line that has `start` in it ends: at its newline, or with the text. */
export function lineEnd(text: string, start: number): number {
  const newline = text.indexOf("\n", start);
  return newline === -1 ? text.length : newline;
}

/** A decimal number of a kernel file. Throws when the text is absent or none. */
export function parseNumber(text: string | undefined, path: string, line: number): number {
  const value = text === undefined || text === "" ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new ParseError(path, line, `expected a number, found ${JSON.stringify(text ?? "")}`);
  return value;
}

const HEXADECIMAL = /^[0-9a-fA-F]+$/;

/** A hexadecimal number without prefix, as /proc/net files hold. Throws when the text is absent or none. */
export function parseHex(text: string | undefined, path: string, line: number): number {
  if (text === undefined || !HEXADECIMAL.test(text)) {
    throw new ParseError(path, line, `expected a hexadecimal number, found ${JSON.stringify(text ?? "")}`);
  }
  return Number.parseInt(text, 16);
}

/** The number of a kernel file that holds just one, such as those below /proc/sys. */
export function parseSingleNumber(text: string, path: string): number {
  return parseNumber(text.trim(), path, 1);
}
