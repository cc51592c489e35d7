import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber, splitFields } from "./fields.ts";

/** Load averages: runnable and uninterruptible tasks, decayed over one, five and fifteen minutes. */
export interface LoadAverages {
  readonly load1: number;
  readonly load5: number;
  readonly load15: number;
}

/** Parses /proc/loadavg, `0.21 0.37 0.39 1/719 19737`. Throws ParseError. */
export function parseLoadavg(text: string): LoadAverages {
  const fields = splitFields(text.trim());
  if (fields.length < 3) throw new ParseError("loadavg", 1, `expected 3 averages, found ${fields.length} fields`);
  return {
    load1: parseNumber(fields[0], "loadavg", 1),
    load5: parseNumber(fields[1], "loadavg", 1),
    load15: parseNumber(fields[2], "loadavg", 1),
  };
}
