import { ParseError } from "@sightglass/metrics-registry";

/** What /proc/PID/stat tells of a process that is counted here. */
export interface TaskStat {
  /** One letter, such as `S` for sleeping (proc_pid_stat(5)). */
  readonly state: string;
  readonly threads: number;
}

/** Behind the name: the state, 16 numbers, and the number of threads. */
const BEHIND_NAME = /^.([^\s]+)(?: -?\d+){16} (\d+)(?:\s|$)/;

/**
 * Parses /proc/PID/stat, `PID (NAME) STATE PPID …`. The name may hold parentheses and spaces, so it ends at the last
 * parenthesis. Throws ParseError naming `path`.
 */
export function parseTaskStat(text: string, path: string): TaskStat {
  const end = text.lastIndexOf(")");
  const match = end === -1 || !text.includes("(") ? null : BEHIND_NAME.exec(text.slice(end + 1));
  if (match === null) throw new ParseError(path, 0, "expected PID (NAME) STATE and the numbers of a process");
  return { state: match[1] as string, threads: Number(match[2]) };
}
