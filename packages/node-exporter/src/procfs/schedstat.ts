import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber } from "./fields.ts";

/** Scheduler statistics of one CPU. */
export interface SchedstatCpu {
  readonly cpu: string;
  readonly runningNanoseconds: number;
  readonly waitingNanoseconds: number;
  readonly timeslices: number;
}

const COLUMNS = 10;

/**
 * Parses the `cpuN` lines of /proc/schedstat; the long lines of scheduling domains between them are stepped over.
 * Throws ParseError.
 */
export function parseSchedstat(text: string): readonly SchedstatCpu[] {
  const rows: SchedstatCpu[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    if (text.startsWith("cpu", start)) {
      const fields = text.slice(start + 3, end).split(" ");
      if (fields.length < COLUMNS) {
        throw new ParseError("schedstat", line, `expected ${COLUMNS} columns, found ${fields.length}`);
      }
      rows.push({
        cpu: fields[0] ?? "",
        runningNanoseconds: parseNumber(fields[7], "schedstat", line),
        waitingNanoseconds: parseNumber(fields[8], "schedstat", line),
        timeslices: parseNumber(fields[9], "schedstat", line),
      });
    }
    start = end + 1;
  }
  return rows;
}
