import { ParseError } from "@sightglass/metrics-registry";

/** What /proc/PID/stat tells of a process that is used here. */
export interface TaskStat {
  /** What the process is called, at most 15 bytes of its program's name unless it says otherwise; may hold anything. */
  readonly name: string;
  /** One letter, such as `S` for sleeping (proc_pid_stat(5)). */
  readonly state: string;
  readonly minorFaults: number;
  readonly majorFaults: number;
  /** CPU time in hundredths of a second, of ended threads too. */
  readonly userTicks: number;
  readonly systemTicks: number;
  readonly threads: number;
  /** Hundredths of a second from the start of the machine; undefined, as are the next, in a shorter text. */
  readonly startTicks: number | undefined;
  readonly virtualBytes: number | undefined;
  readonly residentPages: number | undefined;
}

/** Behind the name: the state, 16 numbers, the number of threads, one of no use, and three for memory and start. */
const BEHIND_NAME =
  /^.([^\s]+)(?: -?\d+){6} (\d+) -?\d+ (\d+) -?\d+ (\d+) (\d+)(?: -?\d+){4} (\d+)(?: -?\d+ (\d+) (\d+) (-?\d+))?(?:\s|$)/;

const numberOf = (digits: string | undefined): number | undefined =>
  digits === undefined ? undefined : Number(digits);

/**
 * Parses /proc/PID/stat, `PID (NAME) STATE PPID …`. The name may hold parentheses and spaces, so it ends at the last
 * parenthesis. Throws ParseError naming `path`.
 */
export function parseTaskStat(text: string, path: string): TaskStat {
  const start = text.indexOf("(");
  const end = text.lastIndexOf(")");
  const match = start === -1 || end < start ? null : BEHIND_NAME.exec(text.slice(end + 1));
  if (match === null) throw new ParseError(path, 0, "expected PID (NAME) STATE and the numbers of a process");
  return {
    name: text.slice(start + 1, end),
    state: match[1] as string,
    minorFaults: Number(match[2]),
    majorFaults: Number(match[3]),
    userTicks: Number(match[4]),
    systemTicks: Number(match[5]),
    threads: Number(match[6]),
    startTicks: numberOf(match[7]),
    virtualBytes: numberOf(match[8]),
    residentPages: numberOf(match[9]),
  };
}
