import { ParseError } from "@sightglass/metrics-registry";

const DIGITS = /^\d{1,20}$/;

/**
 * A decimal number of 64 bits as the kernel writes counters; what it holds beyond 53 bits is rounded. Throws ParseError
 * naming `path` for anything else, the empty text among it.
 */
export function parseUnsigned(text: string, path: string, line: number): number {
  const value = DIGITS.test(text) ? Number(text) : Infinity;
  if (value > 2 ** 64) throw new ParseError(path, line, `expected a whole number, found ${JSON.stringify(text)}`);
  return value;
}
