import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, parseNumber, splitFields } from "../procfs/fields.ts";

/** One counter of page allocations on a node. */
export interface NumaCounter {
  readonly field: string;
  readonly value: number;
}

/**
 * Parses /sys/devices/system/node/nodeN/numastat, lines of `numa_hit 193460335812`
 * (Documentation/admin-guide/numastat.rst). Throws ParseError naming `path`.
 */
export function parseNumastat(text: string, path: string): readonly NumaCounter[] {
  const counters: NumaCounter[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const words = splitFields(text.slice(start, end));
    start = end + 1;
    if (words.length === 0) continue;
    if (words.length !== 2)
      throw new ParseError(path, line, `expected a field and a value, found ${words.length} words`);
    counters.push({ field: words[0] as string, value: parseNumber(words[1], path, line) });
  }
  return counters;
}
