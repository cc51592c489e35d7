import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, splitFields } from "./fields.ts";
import { parseInteger } from "./integers.ts";

/** One device or file that the kernel swaps to. */
export interface SwapDevice {
  /** Path as the kernel writes it, white space as octal escapes. */
  readonly device: string;
  /** `partition` or `file`. */
  readonly type: string;
  readonly sizeBytes: number;
  readonly usedBytes: number;
  /** Devices of higher priority are used first; negative when the kernel chose it. */
  readonly priority: number;
}

const PATH = "swaps";
const COLUMNS = 5;
const BYTES_PER_KB = 1024;

/**
 * Parses /proc/swaps: a header line, then `/dev/zram0  partition  8388604  76  100` with sizes in kB (proc_swaps(5)).
 * Throws ParseError.
 */
export function parseSwaps(text: string): readonly SwapDevice[] {
  const devices: SwapDevice[] = [];
  let start = lineEnd(text, 0) + 1;
  for (let line = 2; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const words = splitFields(text.slice(start, end));
    if (words.length < COLUMNS) {
      throw new ParseError(PATH, line, `expected ${COLUMNS} columns, found ${words.length}`);
    }
    devices.push({
      device: words[0] as string,
      type: words[1] as string,
      sizeBytes: parseInteger(words[2], PATH, line) * BYTES_PER_KB,
      usedBytes: parseInteger(words[3], PATH, line) * BYTES_PER_KB,
      priority: parseInteger(words[4], PATH, line),
    });
    start = end + 1;
  }
  return devices;
}
