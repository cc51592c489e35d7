const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;

/** A Go duration cannot exceed 2^63 - 1 nanoseconds. */
const MAX_MS = 2 ** 63 / 1e6;

/**
 * Parses a Go duration: an optional sign and one or more decimal numbers with a unit (`1h2m3.5s`, `-300ms`, `.5s`), or
 * `0`. The syntax is that of https://pkg.go.dev/time#ParseDuration, so a number without unit is none.
 *
 * @returns milliseconds, or undefined when the text is no duration or longer than 2^63 - 1 nanoseconds.
 */
export function parseDuration(text: string): number | undefined {
  const sign = text.startsWith("-") ? -1 : 1;
  const body = /^[-+]/.test(text) ? text.slice(1) : text;
  if (body === "0") {
    return 0;
  }
  if (body === "") {
    return undefined;
  }
  let total = 0;
  let position = 0;
  while (position < body.length) {
    PART.lastIndex = position;
    const part = PART.exec(body);
    const unit = UNIT_MS[part?.[2] ?? ""];
    if (part === null || unit === undefined) {
      return undefined;
    }
    total += Number(part[1]) * unit;
    position = PART.lastIndex;
  }
  return total > MAX_MS ? undefined : sign * total;
}
