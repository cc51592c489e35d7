import { ParseError } from "@sightglass/metrics-registry";

const PSS = /^Pss: +(\d{1,20}) kB$/m;
const KIB = 1024;

/**
 * Parses /proc/PID/smaps_rollup (Documentation/filesystems/proc.rst) for the proportional set size in bytes: of memory
 * that processes share, each has its part. Throws ParseError naming `path`.
 */
export function parseProportionalBytes(text: string, path: string): number {
  const pss = PSS.exec(text)?.[1];
  if (pss === undefined) throw new ParseError(path, 0, "expected a line of the proportional set size");
  return Number(pss) * KIB;
}
