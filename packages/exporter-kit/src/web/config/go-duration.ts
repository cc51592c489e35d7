const unitMilliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Parses a duration as Go's `time.ParseDuration` does: an optional sign and one or more numbers with a unit
 * (`1h30m`, `1.5s`, `250ms`), or `0`. A bare integer is nanoseconds, as Go's YAML decoder takes it.
 *
 * @returns milliseconds, or undefined when the text is no duration.
 */
export function parseGoDuration(text: string): number | undefined {
  if (/^[+-]?\d+$/u.test(text)) return Number(text) * 1e-6;
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/u.exec(text);
  if (match === null) return undefined;
  let total = 0;
  for (const [, number = "", unit = ""] of (match[2] ?? "").matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gu)) {
    total += Number(number) * (unitMilliseconds[unit] ?? Number.NaN);
  }
  return match[1] === "-" ? -total : total;
}
