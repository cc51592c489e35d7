import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, parseNumber, splitFields } from "./fields.ts";

/** One memory zone of one node. */
export interface BuddyZone {
  readonly node: string;
  readonly zone: string;
  /** Free blocks by order: position n counts blocks of 2^n pages. */
  readonly blocks: readonly number[];
}

const PATH = "buddyinfo";
/** `Node`, its number, `zone` and its name stand before the counts. */
const HEAD = 4;

const withoutComma = (word: string): string => (word.endsWith(",") ? word.slice(0, -1) : word);

/**
 * Parses /proc/buddyinfo, lines of `Node 0, zone   Normal   216   55   189 …` with as many counts in each as the kernel
 * has orders (proc_buddyinfo(5)). Throws ParseError.
 */
export function parseBuddyinfo(text: string): readonly BuddyZone[] {
  const zones: BuddyZone[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const words = splitFields(text.slice(start, end));
    if (words.length < HEAD) throw new ParseError(PATH, line, "expected a node, a zone and counts");
    const blocks: number[] = [];
    for (let at = HEAD; at < words.length; at += 1) blocks.push(parseNumber(words[at], PATH, line));
    const orders = zones[0]?.blocks.length ?? blocks.length;
    if (blocks.length !== orders) {
      throw new ParseError(PATH, line, `expected ${orders} counts as in the first line, found ${blocks.length}`);
    }
    zones.push({ node: withoutComma(words[1] as string), zone: withoutComma(words[3] as string), blocks });
    start = end + 1;
  }
  return zones;
}
