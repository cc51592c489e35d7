import { ParseError } from "@sightglass/metrics-registry";

/** What /proc/PID/status or that of a thread tells, as far as it is used here. */
export interface TaskStatus {
  readonly voluntarySwitches: number;
  readonly involuntarySwitches: number;
  /** Swapped-out memory in bytes; undefined of a task of the kernel, which has no memory of its own. */
  readonly swapBytes: number | undefined;
}

const SWITCHES = /\nvoluntary_ctxt_switches:\s+(\d{1,20})\nnonvoluntary_ctxt_switches:\s+(\d{1,20})(?:\n|$)/;
const SWAP = /\nVmSwap:\s+(\d{1,20}) kB\n/;
const KIB = 1024;

/**
 * Parses /proc/PID/status (proc_pid_status(5)), lines of `KEY:<tab>VALUE`. The kernel escapes newlines in the name on its
 * first line, so that a name cannot pass for another line. Throws ParseError naming `path`.
 */
export function parseTaskStatus(text: string, path: string): TaskStatus {
  const switches = SWITCHES.exec(text);
  if (switches === null) throw new ParseError(path, 0, "expected numbers of voluntary and other context switches");
  const swap = SWAP.exec(text)?.[1];
  return {
    voluntarySwitches: Number(switches[1]),
    involuntarySwitches: Number(switches[2]),
    swapBytes: swap === undefined ? undefined : Number(swap) * KIB,
  };
}
