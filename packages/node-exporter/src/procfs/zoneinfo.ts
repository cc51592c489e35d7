import { ParseError } from "@sightglass/metrics-registry";

/** One memory zone of one node. */
export interface MemoryZone {
  readonly node: string;
  readonly zone: string;
  /** By position in the wanted fields; undefined where the kernel does not give the field for this zone. */
  readonly values: readonly (number | undefined)[];
  /** Pages held back from allocations that could be served by each higher zone; empty where the kernel gives none. */
  readonly protection: readonly number[];
}

const PATH = "zoneinfo";
const HEADING = /(\d+), zone[ \t]+(\w+)/y;
const FIELD = /^[ \t]*([a-z_]+)[ \t]+([+-]?\d+)(?![^ \t\n])/gm;
const PROTECTION = /^[ \t]*protection: \(([^)\n]*)\)/m;
const INTEGER = /^-?\d+$/;

/** Where each zone starts. */
const NODE = "Node ";
/** Lines from here on tell of the CPUs' page lists, and are most of the file on a large machine. */
const PAGE_LISTS = "\n  pagesets";

function protectionIn(body: string): readonly number[] {
  const list = PROTECTION.exec(body)?.[1]?.trim().split(", ") ?? [];
  return list.every((text) => INTEGER.test(text)) ? list.map(Number) : [];
}

function nextZone(text: string, from: number): number {
  const found = text.indexOf(`\n${NODE}`, from);
  return found === -1 ? text.length : found + 1;
}

/**
 * Parses /proc/zoneinfo: for each zone a line `Node 0, zone      DMA`, below it `nr_free_pages 2949` and the like, the
 * fields of the whole node under the node's first zone (proc_zoneinfo(5)). `wanted` gives the position that a field's
 * value gets. A field without an integer and a zone without a readable heading are left out. Throws ParseError when
 * there is no zone at all.
 */
export function parseZoneinfo(text: string, wanted: ReadonlyMap<string, number>): readonly MemoryZone[] {
  const zones: MemoryZone[] = [];
  let start = text.startsWith(NODE) ? 0 : nextZone(text, 0);
  while (start < text.length) {
    const end = nextZone(text, start);
    HEADING.lastIndex = start + NODE.length;
    const heading = HEADING.exec(text);
    if (heading !== null) {
      const pageLists = text.indexOf(PAGE_LISTS, start);
      const body = text.slice(HEADING.lastIndex, pageLists === -1 || pageLists > end ? end : pageLists);
      const values: (number | undefined)[] = Array.from({ length: wanted.size });
      FIELD.lastIndex = 0;
      for (let match = FIELD.exec(body); match !== null; match = FIELD.exec(body)) {
        const at = wanted.get(match[1] as string);
        if (at !== undefined) values[at] = Number(match[2]);
      }
      zones.push({ node: heading[1] as string, zone: heading[2] as string, values, protection: protectionIn(body) });
    }
    start = end;
  }
  if (zones.length === 0) throw new ParseError(PATH, 0, "expected a node and a zone");
  return zones;
}
