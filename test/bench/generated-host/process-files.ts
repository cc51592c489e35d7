import type { HostShape } from "./shape.ts";

/** Threads of each generated process. */
const THREADS_EACH = 40;

/** proc_pid_stat(5), as far as the processes collector reads. */
const statLine = (id: number, state: string): string =>
  `${id} (worker ${id % 7}) ${state} 1 ${id} ${id} 0 -1 4194560 100 0 0 0 10 5 0 0 20 0 ${THREADS_EACH} 0 100 1000000 200 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 3 0 0 0 0 0\n`;

/** A `stat` for each process and each of its threads, by path below the host's root. */
export function processFiles({ threads }: HostShape): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (let first = 0; first < threads; first += THREADS_EACH) {
    const pid = 1000 + first;
    files[`proc/${pid}/stat`] = statLine(pid, first % 200 === 0 ? "R" : "S");
    for (let thread = 0; thread < THREADS_EACH; thread += 1) {
      files[`proc/${pid}/task/${pid + thread}/stat`] = statLine(pid + thread, thread % 10 === 0 ? "R" : "S");
    }
  }
  return files;
}
