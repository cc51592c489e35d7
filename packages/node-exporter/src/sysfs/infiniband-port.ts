import { ParseError } from "@sightglass/metrics-registry";

const STATE = /^\s*(\d+)\s*:[^:]*$/;
const RATE = /^\s*(\d+(?:\.\d+)?) /;
const MAX_UINT32 = 2 ** 32 - 1;
const BYTES_PER_GIGABIT = 125_000_000;

/** The number in an InfiniBand port's `state` or `phys_state`, such as `4: ACTIVE`. Throws ParseError without one. */
export function parseInfinibandState(text: string, path: string): number {
  const number = Number(STATE.exec(text)?.[1] ?? Number.NaN);
  if (number <= MAX_UINT32) return number;
  throw new ParseError(path, 1, `expected NUMBER: NAME, found ${JSON.stringify(text.slice(0, 100))}`);
}

/**
 * An InfiniBand port's `rate`, such as `2.5 Gb/sec (1X SDR)`, in bytes per second. Throws ParseError for another text.
 * The number is rounded to single precision, as node_exporter does.
 */
export function parseInfinibandRate(text: string, path: string): number {
  const gigabits = Math.fround(Number(RATE.exec(text)?.[1] ?? Number.NaN));
  const bytes = Math.trunc(gigabits * BYTES_PER_GIGABIT);
  if (Number.isFinite(bytes)) return bytes;
  throw new ParseError(path, 1, `expected NUMBER Gb/sec, found ${JSON.stringify(text.slice(0, 100))}`);
}
