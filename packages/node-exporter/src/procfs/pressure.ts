import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber } from "./fields.ts";

/** Stall times of one resource in microseconds; undefined where the kernel has no such line. */
export interface PressureTotals {
  /** Time in which at least one task was stalled. */
  readonly some: number | undefined;
  /** Time in which all tasks that were not idle were stalled. */
  readonly full: number | undefined;
}

function totalOf(text: string, kind: string, path: string): number | undefined {
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    if (text.startsWith(kind, start) && text[start + kind.length] === " ") {
      const total = text.indexOf(" total=", start);
      if (total === -1 || total >= end) throw new ParseError(path, line, `the ${kind} line has no total`);
      return parseNumber(text.slice(total + " total=".length, end).trimEnd(), path, line);
    }
    start = end + 1;
  }
  return undefined;
}

/** Parses /proc/pressure/RESOURCE, `some avg10=0.00 avg60=0.00 avg300=0.00 total=8494`. Throws ParseError. */
export function parsePressure(text: string, path: string): PressureTotals {
  return { some: totalOf(text, "some", path), full: totalOf(text, "full", path) };
}
