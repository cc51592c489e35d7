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
