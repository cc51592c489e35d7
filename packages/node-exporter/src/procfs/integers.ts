import { ParseError } from "@sightglass/metrics-registry";

const SIGNED = /^[+-]?\d+$/;
const UNSIGNED = /^\d+$/;
const SIGNED_LIMIT = 2 ** 63;
const UNSIGNED_LIMIT = 2 ** 64;

function refuse(text: string | undefined, path: string, line: number): never {
  throw new ParseError(path, line, `expected an integer, found ${JSON.stringify(text ?? "")}`);
}

/** A decimal integer of 64 bits with or without a sign. Throws ParseError when the text is absent or none. */
export function parseInteger(text: string | undefined, path: string, line: number): number {
  if (text === undefined || !SIGNED.test(text)) refuse(text, path, line);
  const value = Number(text);
  return Math.abs(value) > SIGNED_LIMIT ? refuse(text, path, line) : value;
}

/** A decimal integer of 64 bits without a sign. Throws ParseError when the text is absent or none. */
export function parseUnsigned(text: string | undefined, path: string, line: number): number {
  if (text === undefined || !UNSIGNED.test(text)) refuse(text, path, line);
  const value = Number(text);
  return value > UNSIGNED_LIMIT ? refuse(text, path, line) : value;
}
