import { ParseError } from "@sightglass/metrics-registry";

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;
const HUMAN = /^([+-]?\d+)(?:\.(\d+))?([kMGTPEZY])$/;
const UNITS = "kMGTPEZY";
/** Behind the point the kernel writes 1024ths divided by 100, so that .9 comes before .10. */
const FRACTION_DIVISOR = 10.24;

/** A number as the 64 unsigned bits that node_exporter keeps it in: cut to whole, and wrapped when it is negative. */
const unsigned = (value: number): number =>
  value < 0 ? Number(BigInt.asUintN(64, BigInt(Math.trunc(value)))) : Math.trunc(value);

function parseMagnitude(text: string, path: string, line: number): number {
  if (PLAIN.test(text)) return Number(text);
  const match = HUMAN.exec(text);
  if (match === null) throw new ParseError(path, line, `expected a size, found ${JSON.stringify(text)}`);
  const [, whole = "", fraction, unit = ""] = match;
  const mantissa = Number(whole) + (fraction === undefined ? 0 : Number(fraction) / FRACTION_DIVISOR);
  return mantissa * 1024 ** (UNITS.indexOf(unit) + 1);
}

/**
 * A number or size as bcache writes it (bch_hprint in drivers/md/bcache/util.c): `546`, `1.1M`, `20.4G`, in powers of
 * 1024. Throws ParseError naming `path`.
 */
export function parseBcacheSize(text: string, path: string, line: number): number {
  return unsigned(parseMagnitude(text, path, line));
}

/** Like `parseBcacheSize` for a size that may be negative, `-1.5k`. */
export function parseSignedBcacheSize(text: string, path: string, line: number): number {
  return text.startsWith("-") ? 0 - parseBcacheSize(text.slice(1), path, line) : parseBcacheSize(text, path, line);
}
