/**
 * A float64 as Go's `strconv.FormatFloat(x, 'g', -1, 64)` writes it: the shortest digits that parse back, with an
 * exponent of at least two digits below 1e-4 and from 1e+06 on. Label values (`le`, `quantile`) are compared as text
 * by every consumer, so they are written as the Go exporters write them.
 */
export function formatGoFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const scientific = value.toExponential();
  const split = scientific.indexOf("e");
  const exponent = Number(scientific.slice(split + 1));
  if (exponent >= -4 && exponent < 6) return String(value);
  const digits = String(Math.abs(exponent)).padStart(2, "0");
  return `${scientific.slice(0, split)}e${exponent < 0 ? "-" : "+"}${digits}`;
}

const CACHE_LIMIT = 1024;
const cache = new Map<number, string>();

/** `formatGoFloat` for bucket bounds and quantiles, of which a program has few: remembers up to 1,024 of them. */
export function formatBound(value: number): string {
  // A map cannot tell the two zeros apart.
  if (value === 0) return formatGoFloat(value);
  let text = cache.get(value);
  if (text === undefined) {
    text = formatGoFloat(value);
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(value, text);
  }
  return text;
}
