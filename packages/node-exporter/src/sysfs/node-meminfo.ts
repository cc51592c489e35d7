import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, parseNumber, splitFields } from "../procfs/fields.ts";

/** One field of one node's memory. */
export interface NodeMemoryField {
  /** Number of the node as the line has it. */
  readonly node: string;
  /** As the kernel writes it, such as `Active(anon)`. */
  readonly field: string;
  /** In bytes where the kernel gives a unit. */
  readonly value: number;
}

const BYTES_PER_KB = 1024;
const COLUMNS = 4;

/**
 * Parses /sys/devices/system/node/nodeN/meminfo, lines of `Node 0 MemTotal:  134182340 kB` or
 * `Node 0 HugePages_Total:  0`. Throws ParseError naming `path`.
 */
export function parseNodeMeminfo(text: string, path: string): readonly NodeMemoryField[] {
  const fields: NodeMemoryField[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const words = splitFields(text.slice(start, end));
    start = end + 1;
    if (words.length === 0) continue;
    if (words.length < COLUMNS) throw new ParseError(path, line, "expected a node, a field and a value");
    const value = parseNumber(words[3], path, line);
    const hasUnit = words.length > COLUMNS;
    if (words.length > COLUMNS + 1 || (hasUnit && words[COLUMNS] !== "kB")) {
      throw new ParseError(
        path,
        line,
        `expected kB or nothing behind the value, found ${words.slice(COLUMNS).join(" ")}`,
      );
    }
    fields.push({
      node: words[1] as string,
      field: (words[2] as string).replace(/:+$/, ""),
      value: hasUnit ? value * BYTES_PER_KB : value,
    });
  }
  return fields;
}
