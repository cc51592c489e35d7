/** A sample value in the shortest form that parses to the same float64, infinities and NaN as the formats spell them. */
export function formatNumber(value: number): string {
  // Only zero can lose its sign, and only NaN and the infinities differ from what JavaScript prints.
  if (value === 0) return 1 / value < 0 ? "-0" : "0";
  if (value - value === 0) return `${value}`;
  return value > 0 ? "+Inf" : value < 0 ? "-Inf" : "NaN";
}

/**
 * Unix milliseconds as the text format takes them, with a leading space; empty for what no 64-bit integer can carry.
 * Empty before 1970 too: the format allows such timestamps, but a Prometheus server refuses the whole page for one.
 */
export function formatMilliseconds(timestampMs: number): string {
  const whole = Math.round(timestampMs);
  return Number.isSafeInteger(whole) && whole >= 0 ? ` ${whole}` : "";
}

/**
 * Unix milliseconds as the seconds of OpenMetrics, with a leading space; empty for what is no point in time. A server
 * cuts what it reads to whole milliseconds; where the nearest float64 lies below the millisecond that is meant, a
 * microsecond is added so that it arrives there.
 */
export function formatSeconds(timestampMs: number): string {
  const whole = Math.round(timestampMs);
  if (!Number.isSafeInteger(whole)) return "";
  const seconds = whole / 1000;
  return Math.trunc(seconds * 1000) === whole ? ` ${seconds}` : ` ${seconds.toFixed(3)}001`;
}
