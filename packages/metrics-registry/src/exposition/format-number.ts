/** A sample value in the shortest form that parses to the same float64, infinities and NaN as the formats spell them. */
export function formatNumber(value: number): string {
  // Only zero can lose its sign, and only NaN and the infinities differ from what JavaScript prints.
  if (value === 0) return 1 / value < 0 ? "-0" : "0";
  if (value - value === 0) return `${value}`;
  return value > 0 ? "+Inf" : value < 0 ? "-Inf" : "NaN";
}

/** Unix milliseconds as the text format takes them, with a leading space; empty for what no 64-bit integer can carry. */
export function formatMilliseconds(timestampMs: number): string {
  const whole = Math.round(timestampMs);
  return Number.isSafeInteger(whole) ? ` ${whole}` : "";
}

/** Unix milliseconds as the seconds of OpenMetrics, with a leading space; empty for what is no point in time. */
export function formatSeconds(timestampMs: number): string {
  return Number.isSafeInteger(Math.round(timestampMs)) ? ` ${timestampMs / 1000}` : "";
}
