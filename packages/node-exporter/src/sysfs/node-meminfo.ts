import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber } from "../procfs/fields.ts";
import { nodeRows } from "./node-rows.ts";

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
  return nodeRows(text, (words, line) => {
    if (words.length < COLUMNS) throw new ParseError(path, line, "expected a node, a field and a value");
    const value = parseNumber(words[3], path, line);
    const hasUnit = words.length > COLUMNS;
    if (words.length > COLUMNS + 1 || (hasUnit && words[COLUMNS] !== "kB")) {
      const found = words.slice(COLUMNS).join(" ");
      throw new ParseError(path, line, `expected kB or nothing behind the value, found ${found}`);
    }
    return {
      node: words[1] as string,
      field: (words[2] as string).replace(/:+$/, ""),
      value: hasUnit ? value * BYTES_PER_KB : value,
    };
  });
}
