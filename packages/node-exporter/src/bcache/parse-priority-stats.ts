import { splitFields } from "../procfs/fields.ts";
import { parseUnsigned } from "../sysfs/unsigned-number.ts";

/** Shares of a cache device's buckets, in percent. */
export interface PriorityStats {
  readonly unusedPercent: number;
  readonly metadataPercent: number;
}

/**
 * Parses priority_stats of a bcache cache device, lines such as `Unused:\t\t99%` and `Metadata:\t0%`; one that is missing
 * counts 0. Throws ParseError naming `path`.
 */
export function parsePriorityStats(text: string, path: string): PriorityStats {
  let unusedPercent = 0;
  let metadataPercent = 0;
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as string;
    const isUnused = line.startsWith("Unused:");
    if (!isUnused && !line.startsWith("Metadata:")) continue;
    const word = splitFields(line).at(-1) ?? "";
    const percent = parseUnsigned(word.endsWith("%") ? word.slice(0, -1) : word, path, at + 1);
    if (isUnused) unusedPercent = percent;
    else metadataPercent = percent;
  }
  return { unusedPercent, metadataPercent };
}
