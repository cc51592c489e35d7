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
 * Parses a Go duration (`1h2m3.5s`, `-300ms`, `0`) to milliseconds. Undefined when the text is not one; see
 * https://pkg.go.dev/time#ParseDuration for the syntax.
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

/** Writes milliseconds as a short duration: `5s`, `1h30m`, `500ms`, `0s`. The inverse of `parseDuration` for whole milliseconds. */
export function formatDuration(milliseconds: number): string {
  const sign = milliseconds < 0 ? "-" : "";
  let rest = Math.abs(milliseconds);
  if (rest === 0) {
    return "0s";
  }
  if (rest < 1_000) {
    return `${sign}${rest}ms`;
  }
  const hours = Math.floor(rest / 3_600_000);
  rest -= hours * 3_600_000;
  const minutes = Math.floor(rest / 60_000);
  rest -= minutes * 60_000;
  const parts = [hours > 0 ? `${hours}h` : "", minutes > 0 ? `${minutes}m` : "", rest > 0 ? `${rest / 1_000}s` : ""];
  return sign + parts.join("");
}
