/** Seconds as `412 µs`, `3.2 ms` or `1.25 s`. */
export function readableSeconds(seconds: number): string {
  if (seconds < 0.001) {
    return `${Math.round(seconds * 1e6)} µs`;
  }
  return seconds < 1 ? `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms` : `${seconds.toFixed(2)} s`;
}

const UNITS = [
  { seconds: 86_400, name: "d" },
  { seconds: 3600, name: "h" },
  { seconds: 60, name: "min" },
  { seconds: 1, name: "s" },
] as const;

/** A span of time in its two largest units: `3 d 4 h`, `12 min 5 s`, `0 s`. */
export function readableSpan(milliseconds: number): string {
  let rest = Math.max(0, Math.floor(milliseconds / 1000));
  const first = UNITS.findIndex((unit) => rest >= unit.seconds);
  const parts = [];
  for (const unit of first === -1 ? [] : UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / unit.seconds);
    rest -= count * unit.seconds;
    if (count > 0) {
      parts.push(`${count} ${unit.name}`);
    }
  }
  return parts.length === 0 ? "0 s" : parts.join(" ");
}

/** Digits in groups of three: `12,345`. */
export function readableCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** Cuts a text that would swamp the page. */
export function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
