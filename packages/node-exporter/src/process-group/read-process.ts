import { readdirSync, statSync } from "node:fs";
import { hasCode } from "../file-errors.ts";
import type { Pacer } from "../pacer.ts";
import { hasVanished, listTasks, readTaskFile, taskBuffer } from "../processes/task-file.ts";
import { parseOpenFilesLimit } from "../procfs/open-files-limit.ts";
import { parseProcessIo } from "../procfs/process-io.ts";
import { parseProportionalBytes } from "../procfs/smaps-rollup.ts";
import type { TaskStat } from "../procfs/task-stat.ts";
import { parseTaskStatus } from "../procfs/task-status.ts";
import { COUNTERS, type GuardedFile } from "./numbers.ts";
import type { SwitchCounter } from "./switch-counter.ts";

/** What one process has; each value is undefined when it could not be read. */
export interface ProcessReading {
  /** By position in COUNTERS. */
  readonly counters: (number | undefined)[];
  swapBytes: number | undefined;
  proportionalBytes: number | undefined;
  openFiles: number | undefined;
  /** Soft limit of open files; Infinity without one. */
  openFilesLimit: number | undefined;
  /** Files that this user may not read. */
  readonly refused: GuardedFile[];
}

/** What is needed to read a process beside its `stat`. */
export interface ProcessToRead {
  /** Its folder in procfs. */
  readonly folder: string;
  readonly pid: string;
  readonly stat: TaskStat;
  readonly switches: SwitchCounter;
  readonly readsSmaps: boolean;
  /** Whether the size of a folder of descriptors may be their number, as on procfs. */
  readonly sizeIsCount: boolean;
  /** Told of what could not be understood. */
  readonly report: (error: unknown) => void;
}

/** What `read` gives; undefined when the process has ended, or when the file is refused or makes no sense. */
function attempt<Value>(to: ProcessToRead, read: () => Value, refuse: () => void): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (hasCode(error, "EACCES", "EPERM")) refuse();
    else if (!hasVanished(error)) to.report(error);
    return undefined;
  }
}

const textOf = (path: string): string => taskBuffer.toString("latin1", 0, readTaskFile(path));
const ignore = (): void => undefined;

/**
 * Open descriptors: since Linux 6.2 the size of the folder is their number, for whoever asks. Elsewhere they are listed,
 * which needs a right.
 */
function countOpenFiles({ folder, sizeIsCount }: ProcessToRead): number {
  const path = `${folder}/fd`;
  return (sizeIsCount && statSync(path).size) || readdirSync(path).length;
}

function readStatus(to: ProcessToRead, thread: string, path: string): number | undefined {
  const status = attempt(to, () => parseTaskStatus(textOf(path), path), ignore);
  if (status === undefined) return undefined;
  to.switches.add(thread, status.voluntarySwitches, status.involuntarySwitches);
  return status.swapBytes;
}

/** The kernel counts context switches by thread, and in no place their sum. */
async function readThreads(to: ProcessToRead, pacer: Pacer): Promise<void> {
  const { folder, pid } = to;
  const threads = attempt(to, () => listTasks(`${folder}/task`), ignore) ?? [];
  for (let at = 0; at < threads.length; at += 1) {
    const thread = threads[at] as string;
    if (thread === pid) continue;
    readStatus(to, thread, `${folder}/task/${thread}/status`);
    if (pacer.isDue()) await pacer.pause();
  }
}

/** Reads what a process has beside its `stat`. What is refused or broken costs its own values. */
export async function readProcess(to: ProcessToRead, pacer: Pacer): Promise<ProcessReading> {
  const { folder, pid, stat, switches, readsSmaps } = to;
  const counters: (number | undefined)[] = [stat.userTicks, stat.systemTicks, stat.minorFaults, stat.majorFaults];
  const reading: ProcessReading = {
    counters,
    swapBytes: readStatus(to, pid, `${folder}/status`),
    proportionalBytes: undefined,
    openFiles: undefined,
    openFilesLimit: undefined,
    refused: [],
  };
  if (stat.threads > 1) await readThreads(to, pacer);
  counters[COUNTERS.voluntarySwitches] = switches.voluntary;
  counters[COUNTERS.involuntarySwitches] = switches.involuntary;
  switches.endReading();

  const refuse = (file: GuardedFile) => (): void => void reading.refused.push(file);
  const io = attempt(to, () => parseProcessIo(textOf(`${folder}/io`), `${folder}/io`), refuse("io"));
  counters[COUNTERS.readBytes] = io?.readBytes;
  counters[COUNTERS.writtenBytes] = io?.writtenBytes;
  // A task of the kernel has no memory and no files, and one that has ended none any more.
  if (stat.virtualBytes === 0) {
    reading.openFiles = 0;
    if (readsSmaps) reading.proportionalBytes = 0;
    return reading;
  }
  const limits = `${folder}/limits`;
  reading.openFiles = attempt(to, () => countOpenFiles(to), refuse("fd"));
  reading.openFilesLimit = attempt(to, () => parseOpenFilesLimit(textOf(limits), limits), ignore);
  if (readsSmaps) {
    const path = `${folder}/smaps_rollup`;
    reading.proportionalBytes = attempt(to, () => parseProportionalBytes(textOf(path), path), refuse("smaps_rollup"));
  }
  return reading;
}
