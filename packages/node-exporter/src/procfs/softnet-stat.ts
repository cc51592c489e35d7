import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, parseHex, splitFields } from "./fields.ts";

/** Packet processing of one CPU, one line of /proc/net/softnet_stat. */
export interface SoftnetCpu {
  readonly cpu: string;
  readonly processed: number;
  readonly dropped: number;
  readonly timesSqueezed: number;
  readonly cpuCollisions: number;
  readonly receivedRps: number;
  readonly flowLimitCount: number;
  readonly backlogLength: number;
}

const PATH = "net/softnet_stat";
const MIN_COLUMNS = 9;
/** Kernels from 5.14 on add the backlog's length and the CPU's number. */
const COLUMNS_WITH_CPU = 13;

/**
 * Parses /proc/net/softnet_stat, hexadecimal columns, a line for each online CPU. Columns that an older kernel lacks
 * are 0, and the line's position stands in for the CPU's number. Throws ParseError.
 */
export function parseSoftnetStat(text: string): readonly SoftnetCpu[] {
  const rows: SoftnetCpu[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const columns = splitFields(text.slice(start, end));
    start = end + 1;
    if (columns.length === 0) continue;
    if (columns.length < MIN_COLUMNS) {
      throw new ParseError(PATH, line, `expected at least ${MIN_COLUMNS} columns, found ${columns.length}`);
    }
    const hasCpu = columns.length >= COLUMNS_WITH_CPU;
    rows.push({
      cpu: String(hasCpu ? parseHex(columns[12], PATH, line) : line - 1),
      processed: parseHex(columns[0], PATH, line),
      dropped: parseHex(columns[1], PATH, line),
      timesSqueezed: parseHex(columns[2], PATH, line),
      cpuCollisions: parseHex(columns[8], PATH, line),
      receivedRps: columns.length > 9 ? parseHex(columns[9], PATH, line) : 0,
      flowLimitCount: columns.length > 10 ? parseHex(columns[10], PATH, line) : 0,
      backlogLength: hasCpu ? parseHex(columns[11], PATH, line) : 0,
    });
  }
  return rows;
}
