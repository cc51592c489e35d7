import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber } from "../procfs/fields.ts";
import { nodeRows } from "./node-rows.ts";

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
  return nodeRows(text, (words, line) => {
    const [field, value] = words;
    if (field === undefined || words.length !== 2) {
      throw new ParseError(path, line, `expected a field and a value, found ${words.length} words`);
    }
    return { field, value: parseNumber(value, path, line) };
  });
}
