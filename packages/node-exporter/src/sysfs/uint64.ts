import { ParseError } from "@sightglass/metrics-registry";

const DECIMAL_OR_HEXADECIMAL = /^(\d+|0[xX][0-9a-fA-F]+)$/;
const BITS = 64;

/**
 * An unsigned number of 64 bits, decimal or hexadecimal with its prefix, as attributes of sysfs hold it. Throws
 * ParseError for another text or a larger number.
 */
export function parseUint64(text: string, path: string): bigint {
  if (DECIMAL_OR_HEXADECIMAL.test(text)) {
    const value = BigInt(text);
    if (BigInt.asUintN(BITS, value) === value) return value;
  }
  throw new ParseError(path, 1, `expected an unsigned number of 64 bits, found ${JSON.stringify(text.slice(0, 100))}`);
}
