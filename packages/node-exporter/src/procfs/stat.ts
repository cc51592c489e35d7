import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber, splitFields } from "./fields.ts";

/** The kernel reports CPU time to user space in hundredths of a second on every architecture that Node runs on. */
const USER_HZ = 100;
const CPU_MODES = 10;

/** One `cpuN` line of /proc/stat. */
export interface CpuTimes {
  /** CPU number as written. */
  readonly cpu: string;
  /** Seconds in the order user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice; 0 where an old kernel has no column. */
  readonly seconds: readonly number[];
}

/** Parses the `cpuN` lines of /proc/stat, which come first in it; the sum over all CPUs is left out. Throws ParseError. */
export function parseCpuTimes(text: string): readonly CpuTimes[] {
  const rows: CpuTimes[] = [];
  let start = 0;
  for (let line = 1; text.startsWith("cpu", start); line += 1) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    if (text[start + 3] !== " ") {
      const fields = splitFields(text.slice(start + 3, end));
      const cpu = fields[0] ?? "";
      parseNumber(cpu, "stat", line);
      if (fields.length < 2) throw new ParseError("stat", line, `cpu${cpu} has no times`);
      const seconds: number[] = [];
      for (let mode = 1; mode <= CPU_MODES; mode += 1) {
        seconds.push(mode < fields.length ? parseNumber(fields[mode], "stat", line) / USER_HZ : 0);
      }
      rows.push({ cpu, seconds });
    }
    if (newline === -1) break;
    start = newline + 1;
  }
  return rows;
}

/** The counters of /proc/stat that are not per CPU; 0 where the kernel has no such line. */
export interface KernelCounters {
  readonly interrupts: number;
  readonly contextSwitches: number;
  readonly forks: number;
  /** Unix time in seconds. */
  readonly bootTime: number;
  readonly processesRunning: number;
  readonly processesBlocked: number;
  /** Calls by vector, in the kernel's order (hi, timer, net_tx, …); empty without such a line. */
  readonly softirqs: readonly number[];
}

/** First value of the line that starts with `key`; the line is found natively and never split, as `intr` has thousands of columns. */
function firstValue(text: string, key: string): number {
  const start = text.indexOf(`\n${key} `);
  if (start === -1) return 0;
  const from = start + key.length + 2;
  let end = text.indexOf("\n", from);
  if (end === -1) end = text.length;
  const space = text.indexOf(" ", from);
  return parseNumber(text.slice(from, space === -1 || space > end ? end : space), "stat", lineAt(text, from));
}

function lineAt(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < position; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}

const SOFTIRQ_VECTORS = 10;

function softirqs(text: string): readonly number[] {
  const start = text.indexOf("\nsoftirq ");
  if (start === -1) return [];
  const end = text.indexOf("\n", start + 1);
  const line = lineAt(text, start + 1);
  const fields = splitFields(text.slice(start + 1, end === -1 ? text.length : end).trim());
  if (fields.length < SOFTIRQ_VECTORS + 2) {
    throw new ParseError("stat", line, `expected ${SOFTIRQ_VECTORS} softirq vectors, found ${fields.length - 2}`);
  }
  return fields.slice(2).map((field) => parseNumber(field, "stat", line));
}

/** Parses the lines of /proc/stat that are not per CPU. The text must start with the `cpu` line. Throws ParseError. */
export function parseStat(text: string): KernelCounters {
  if (!text.startsWith("cpu")) throw new ParseError("stat", 1, "expected the cpu line first");
  return {
    interrupts: firstValue(text, "intr"),
    contextSwitches: firstValue(text, "ctxt"),
    forks: firstValue(text, "processes"),
    bootTime: firstValue(text, "btime"),
    processesRunning: firstValue(text, "procs_running"),
    processesBlocked: firstValue(text, "procs_blocked"),
    softirqs: softirqs(text),
  };
}
