import { readFileSync } from "node:fs";

/** Clock ticks per second in /proc/PID/stat: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** CPU time, user and system, that a process has used so far, in milliseconds. Counted in steps of 10 ms. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The command's name, in parentheses, may hold spaces; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** Resident set of a process in MB (10^6 bytes). */
export function rssMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const [, kib = "NaN"] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return (Number(kib) * 1024) / 1e6;
}
