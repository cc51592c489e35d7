import { ParseError } from "@sightglass/metrics-registry";
import { parseHex, splitFields } from "./fields.ts";

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
  const lines = text.split("\n");
  for (const [index, row] of lines.entries()) {
    if (row === "") continue;
    const line = index + 1;
    const columns = splitFields(row);
    if (columns.length < MIN_COLUMNS) {
      throw new ParseError(PATH, line, `expected at least ${MIN_COLUMNS} columns, found ${columns.length}`);
    }
    const column = (at: number, needed: number): number =>
      columns.length >= needed ? parseHex(columns[at], PATH, line) : 0;
    rows.push({
      cpu: String(columns.length >= COLUMNS_WITH_CPU ? column(12, COLUMNS_WITH_CPU) : index),
      processed: column(0, MIN_COLUMNS),
      dropped: column(1, MIN_COLUMNS),
      timesSqueezed: column(2, MIN_COLUMNS),
      cpuCollisions: column(8, MIN_COLUMNS),
      receivedRps: column(9, 10),
      flowLimitCount: column(10, 11),
      backlogLength: column(11, COLUMNS_WITH_CPU),
    });
  }
  return rows;
}
