import { ParseError } from "@sightglass/metrics-registry";

const LINE = /^Max open files +(\d{1,20}|unlimited) +(?:\d{1,20}|unlimited) /m;

/**
 * Parses /proc/PID/limits (proc_pid_limits(5)) for the soft limit of open files, which the process runs into. Infinity
 * without a limit. Throws ParseError naming `path`.
 */
export function parseOpenFilesLimit(text: string, path: string): number {
  const limit = LINE.exec(text)?.[1];
  if (limit === undefined) throw new ParseError(path, 0, "expected a line of the limit of open files");
  return limit === "unlimited" ? Infinity : Number(limit);
}
