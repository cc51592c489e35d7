import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, splitFields } from "./fields.ts";
import { parseUnsigned } from "./integers.ts";

/** What the numbers of one line have to be. */
export interface RpcLine {
  readonly key: string;
  /** How many numbers the line holds at least. */
  readonly min: number;
  /** How many it holds at most. */
  readonly max: number;
  /** The first number says how many follow, and is no part of `min`, `max` and the result. */
  readonly isCounted?: boolean;
  /** What stands behind the first so many numbers is not read. */
  readonly only?: number;
}

function numbersOf(fields: readonly string[], form: RpcLine, path: string, line: number): readonly number[] {
  const end = form.only === undefined ? fields.length : Math.min(fields.length, form.only + 1);
  const numbers: number[] = [];
  for (let at = 1; at < end; at += 1) numbers.push(parseUnsigned(fields[at], path, line));
  if (form.isCounted === true && numbers.shift() !== numbers.length) {
    throw new ParseError(path, line, `${form.key}: the first number does not say how many follow`);
  }
  if (numbers.length < form.min || numbers.length > form.max) {
    throw new ParseError(path, line, `${form.key}: ${numbers.length} numbers`);
  }
  return numbers;
}

/**
 * Parses the statistics of Sun RPC below /proc/net/rpc: lines of a key and decimal numbers, such as `net 70 70 69 45`.
 * Gives the numbers of each form's line at the form's place, undefined where the text has no such line. Throws
 * ParseError for a line of no known form: its numbers would be missing unnoticed.
 */
export function parseRpcStatistics(
  text: string,
  path: string,
  forms: readonly RpcLine[],
): readonly (readonly number[] | undefined)[] {
  const found: (readonly number[] | undefined)[] = forms.map(() => undefined);
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const fields = splitFields(text.slice(start, end));
    start = end + 1;
    const place = forms.findIndex(({ key }) => key === fields[0]);
    const form = forms[place];
    if (form === undefined) throw new ParseError(path, line, `unknown line ${JSON.stringify(fields[0] ?? "")}`);
    found[place] = numbersOf(fields, form, path, line);
  }
  return found;
}
