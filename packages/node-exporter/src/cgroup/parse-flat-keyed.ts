import { ParseError } from "@sightglass/metrics-registry";
import { parseUnsigned } from "../procfs/integers.ts";

/**
 * Parses a flat keyed file of cgroup v2, lines of `KEY VALUE` such as cpu.stat, memory.stat and memory.events
 * (Documentation/admin-guide/cgroup-v2.rst), and puts each value at the place that `wanted` has for its key. Other keys
 * are passed over. The kernel ends every line, so that a text without a newline at its end is one that was cut. Throws
 * ParseError, with `into` filled up to the fault.
 */
export function parseFlatKeyed(
  text: string,
  path: string,
  wanted: ReadonlyMap<string, number>,
  into: (number | undefined)[],
): void {
  let line = 0;
  for (let start = 0; start < text.length;) {
    line += 1;
    const end = text.indexOf("\n", start);
    if (end === -1) throw new ParseError(path, line, "the last line is cut");
    const space = text.indexOf(" ", start);
    if (space === -1 || space >= end) throw new ParseError(path, line, "expected KEY VALUE");
    const at = wanted.get(text.slice(start, space));
    if (at !== undefined) into[at] = parseUnsigned(text.slice(space + 1, end), path, line);
    start = end + 1;
  }
}
