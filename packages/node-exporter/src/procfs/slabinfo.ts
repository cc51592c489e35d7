import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd } from "./fields.ts";

/** One cache of the slab allocator. */
export interface Slab {
  readonly name: string;
  readonly activeObjects: number;
  readonly objects: number;
  readonly objectBytes: number;
  readonly objectsPerSlab: number;
  readonly pagesPerSlab: number;
}

const PATH = "slabinfo";
const NUMBER = String.raw`\s+(-?\d{1,19})`;
const UNUSED_NUMBERS = String.raw`(?:\s+-?\d{1,19}){3}`;
/** A row of version 2.1: a colon and a word lead the three columns of tunables and of slab data each. */
const ROW = new RegExp(
  String.raw`^(\S+)${NUMBER.repeat(5)}\s+\S+\s+\S+${UNUSED_NUMBERS}\s+\S+\s+\S+${UNUSED_NUMBERS}$`,
);

const isHeading = (row: string): boolean => row.includes("slabinfo -") || row.includes("# name");

/**
 * Parses /proc/slabinfo of version 2.1, which is the kernel's since 2.6.10: two heading lines, then
 * `kmalloc-8192  132  148  8192  4  8 : tunables 0 0 0 : slabdata 37 37 0` (slabinfo(5)). `nameOf` is asked for each
 * cache and gives the name that it is to have in the result, or undefined to leave it out. Throws ParseError.
 */
export function parseSlabinfo(text: string, nameOf: (slab: string) => string | undefined): readonly Slab[] {
  const slabs: Slab[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const row = text.slice(start, end);
    start = end + 1;
    const match = ROW.exec(row);
    if (match === null) {
      if (isHeading(row)) continue;
      throw new ParseError(PATH, line, `expected a row of version 2.1, found ${JSON.stringify(row.slice(0, 100))}`);
    }
    const name = nameOf(match[1] as string);
    if (name === undefined) continue;
    slabs.push({
      name,
      activeObjects: Number(match[2]),
      objects: Number(match[3]),
      objectBytes: Number(match[4]),
      objectsPerSlab: Number(match[5]),
      pagesPerSlab: Number(match[6]),
    });
  }
  return slabs;
}
