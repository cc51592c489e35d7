const SPECIAL: ReadonlyMap<string, number> = new Map([
  ["nan", Number.NaN],
  ["inf", Infinity],
  ["+inf", Infinity],
  ["-inf", -Infinity],
  ["infinity", Infinity],
  ["+infinity", Infinity],
  ["-infinity", -Infinity],
]);

/** Longer digits than these cannot come from a float64; what is beyond is refused, not read. */
const MAX_LENGTH = 1100;

/** With these characters alone, `Number()` accepts what Go's ParseFloat accepts. */
const DECIMAL = /^[0-9+\-.eE]+$/;

/**
 * A number as the exposition formats write it: decimal with optional exponent, or NaN and infinities in any case.
 * Undefined when it is none, and when it is too large for a float64, as in Go's ParseFloat.
 */
export function parseNumber(text: string): number | undefined {
  if (text.length === 0 || text.length > MAX_LENGTH) return undefined;
  if (!DECIMAL.test(text)) return text.length <= 9 ? SPECIAL.get(text.toLowerCase()) : undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

const INT64_MAX = 2n ** 63n - 1n;

/** A signed 64-bit integer; beyond 2^53 the nearest float64. Undefined when it is none. */
export function parseInteger(text: string): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(text) || text.length > MAX_LENGTH) return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  const exact = BigInt(text.startsWith("+") ? text.slice(1) : text);
  return exact <= INT64_MAX && exact >= -INT64_MAX - 1n ? value : undefined;
}
