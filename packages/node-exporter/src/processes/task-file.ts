import { closeSync, constants, openSync, readdirSync, readSync, statfsSync } from "node:fs";
import { hasCode } from "../file-errors.ts";
import { parseTaskStat, type TaskStat } from "../procfs/task-stat.ts";
import { silentSource } from "../silent-source.ts";

/** The kernel gives the whole line at once; 52 numbers and a name fit well. */
const STAT_BYTES = 2048;
/** The longest text that is read of a process: its status, on a machine of thousands of CPUs and users of many groups. */
const LARGEST_BYTES = 65_536;
/** Opening never waits, and what cannot be read by position is a FIFO, which would. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;
/** f_type of procfs (linux/magic.h). */
const PROC_SUPER_MAGIC = 0x9fa0;
const NUMBER = /^\d+$/;

/** What was read last: reads are synchronous, so one buffer serves all. It is to be decoded before anything waits. */
export const taskBuffer: Buffer = Buffer.allocUnsafeSlow(LARGEST_BYTES);

/** Whether a process or thread ended between its being listed and being read. */
export const hasVanished = (error: unknown): boolean => hasCode(error, "ENOENT", "ESRCH");

/**
 * Reads the start of a file of a process into the buffer and returns how much came. Processes come and go, and each file
 * is read once in a scrape, so none is kept open.
 */
export function readTaskFile(path: string, bytes: number = LARGEST_BYTES): number {
  const descriptor = openSync(path, READ);
  try {
    return readSync(descriptor, taskBuffer, 0, bytes, 0);
  } catch (error) {
    throw hasCode(error, "ESPIPE") ? silentSource(path) : error;
  } finally {
    closeSync(descriptor);
  }
}

/** Whether a folder is in procfs, and not in a copy of one. */
export function isProcfs(root: string): boolean {
  try {
    return statfsSync(root).type === PROC_SUPER_MAGIC;
  } catch {
    return false;
  }
}

/** Entries of a procfs folder that are processes or threads, by their number. Throws the file system's error. */
export function listTasks(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => NUMBER.test(name));
}

/** `stat` of a process; undefined when it has ended. Throws ParseError or the file system's error. */
export function readProcessStat(root: string, pid: string, encoding: "latin1" | "utf8"): TaskStat | undefined {
  const path = `${root}/${pid}/stat`;
  try {
    return parseTaskStat(taskBuffer.toString(encoding, 0, readTaskFile(path, STAT_BYTES)), path);
  } catch (error) {
    if (hasVanished(error)) return undefined;
    throw error;
  }
}
