import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber } from "./fields.ts";

/** Open file handles of the whole machine and the limit on them. */
export interface FileHandles {
  readonly allocated: number;
  readonly maximum: number;
}

/** Parses /proc/sys/fs/file-nr: allocated, always 0, maximum, tab separated. Throws ParseError. */
export function parseFileNr(text: string): FileHandles {
  const fields = text.trim().split("\t");
  if (fields.length < 3) throw new ParseError("sys/fs/file-nr", 1, `expected 3 values, found ${fields.length}`);
  return {
    allocated: parseNumber(fields[0], "sys/fs/file-nr", 1),
    maximum: parseNumber(fields[2], "sys/fs/file-nr", 1),
  };
}
