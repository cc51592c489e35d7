import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, matchNumbers, numbersPattern, parseNumber, splitFields } from "./fields.ts";

/** The kernel reports CPU time to user space in hundredths of a second on every architecture that Node runs on. */
const USER_HZ = 100;
const CPU_MODES = 10;
const NUMBERS = numbersPattern(2, CPU_MODES - 1);

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
      // The number and its times are a row of numbers too.
      const numbers = matchNumbers(NUMBERS, text, start + 3) ?? splitTimes(text.slice(start + 3, end), line);
      // In place, as a machine has many CPUs: the first number is the CPU's own.
      for (let mode = 0; mode < CPU_MODES; mode += 1) numbers[mode] = (numbers[mode + 1] ?? 0) / USER_HZ;
      numbers.length = CPU_MODES;
      const space = text.indexOf(" ", start);
      rows.push({ cpu: text.slice(start + 3, space), seconds: numbers });
    }
    if (newline === -1) break;
    start = newline + 1;
  }
  return rows;
}

function splitTimes(row: string, line: number): number[] {
  const fields = splitFields(row);
  const cpu = parseNumber(fields[0], "stat", line);
  if (fields.length < 2) throw new ParseError("stat", line, `cpu${cpu} has no times`);
  return fields.slice(0, CPU_MODES + 1).map((field) => parseNumber(field, "stat", line));
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
  const end = lineEnd(text, from);
  const space = text.indexOf(" ", from);
  const digits = text.slice(from, space === -1 || space > end ? end : space);
  const value = digits === "" ? Number.NaN : Number(digits);
  return Number.isNaN(value) ? parseNumber(digits, "stat", lineAt(text, from)) : value;
}

function lineAt(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < position; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}

const SOFTIRQ_VECTORS = 10;
const NO_SOFTIRQS: readonly number[] = [];

function softirqs(text: string): readonly number[] {
  const start = text.indexOf("\nsoftirq ");
  if (start === -1) return [];
  const end = text.indexOf("\n", start + 1);
  const fields = splitFields(text.slice(start + 1, end === -1 ? text.length : end).trim());
  if (fields.length < SOFTIRQ_VECTORS + 2) {
    throw new ParseError(
      "stat",
      lineAt(text, start + 1),
      `expected ${SOFTIRQ_VECTORS} softirq vectors, found ${fields.length - 2}`,
    );
  }
  return fields.slice(2).map((field) => parseNumber(field, "stat", lineAt(text, start + 1)));
}

/**
 * Parses the lines of /proc/stat that are not per CPU, the softirq vectors only where they are wanted. The text must
 * start with the `cpu` line. Throws ParseError.
 */
export function parseStat(text: string, wantsSoftirqs: boolean): KernelCounters {
  if (!text.startsWith("cpu")) throw new ParseError("stat", 1, "expected the cpu line first");
  return {
    interrupts: firstValue(text, "intr"),
    contextSwitches: firstValue(text, "ctxt"),
    forks: firstValue(text, "processes"),
    bootTime: firstValue(text, "btime"),
    processesRunning: firstValue(text, "procs_running"),
    processesBlocked: firstValue(text, "procs_blocked"),
    softirqs: wantsSoftirqs ? softirqs(text) : NO_SOFTIRQS,
  };
}
