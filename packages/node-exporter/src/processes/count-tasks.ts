import { closeSync, constants, openSync, readdirSync, readSync, statfsSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { ParseError } from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import { parseTaskStat } from "../procfs/task-stat.ts";
import { silentSource } from "../silent-source.ts";
import { createStateCounter, type TaskCounts } from "./task-counts.ts";

/** The kernel gives the whole line at once; 52 numbers and a name fit well. */
const PROCESS_BYTES = 2048;
/** Of a thread the state is wanted alone, which stands behind an identity and a name of at most 64 characters. */
const THREAD_BYTES = 128;
const CLOSING_PARENTHESIS = 41;
/** f_type of procfs (linux/magic.h). */
const PROC_SUPER_MAGIC = 0x9fa0;
/** How long the event loop waits for this collector at a time, and after how many files the clock is looked at. */
const SLICE_MS = 10;
const FILES_PER_LOOK = 64;
const NUMBER = /^\d+$/;

/** Reads are synchronous, so one buffer serves all. */
const buffer = Buffer.allocUnsafeSlow(PROCESS_BYTES);
/** State letters by byte, so that counting a thread makes no text. */
const LETTERS: readonly string[] = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));

/** The process or thread ended between its being listed and being read. */
const vanished = (error: unknown): boolean => hasCode(error, "ENOENT", "ESRCH");

/** Opening never waits, and what cannot be read by position is a FIFO, which would. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;

function readStart(path: string, bytes: number): number {
  const descriptor = openSync(path, READ);
  try {
    return readSync(descriptor, buffer, 0, bytes, 0);
  } catch (error) {
    throw hasCode(error, "ESPIPE") ? silentSource(path) : error;
  } finally {
    closeSync(descriptor);
  }
}

/** State of the thread whose `stat` starts in the buffer. */
function stateInBuffer(length: number, path: string): string {
  const end = length === 0 ? -1 : buffer.lastIndexOf(CLOSING_PARENTHESIS, length - 1);
  if (end === -1 || end + 2 >= length) throw new ParseError(path, 0, "expected TID (NAME) STATE");
  return LETTERS[buffer[end + 2] as number] as string;
}

function isProcfs(root: string): boolean {
  try {
    return statfsSync(root).type === PROC_SUPER_MAGIC;
  } catch {
    return false;
  }
}

/**
 * Counts processes and threads below a procfs root by state, from one file for each. Those that end meanwhile are left out.
 * A host can have tens of thousands of threads, and the kernel takes some ten microseconds for each, so the work is done
 * in slices with the event loop between them. On procfs the only thread of a process is not looked for: it is the process.
 * Rejects with the first error of another kind, with ParseError, or when the signal aborts.
 */
export async function countTasks(root: string, signal: AbortSignal, sliceMs = SLICE_MS): Promise<TaskCounts> {
  const processStates = createStateCounter();
  const threadStates = createStateCounter();
  const oneFileSuffices = isProcfs(root);
  let processes = 0;
  let threads = 0;
  let files = 0;
  let sliceEndMs = performance.now() + sliceMs;

  const isSliceOver = (): boolean => {
    files += 1;
    return files % FILES_PER_LOOK === 0 && performance.now() > sliceEndMs;
  };
  const pause = async (): Promise<void> => {
    await setImmediate();
    signal.throwIfAborted();
    sliceEndMs = performance.now() + sliceMs;
  };

  function threadState(path: string): string | undefined {
    try {
      return stateInBuffer(readStart(path, THREAD_BYTES), path);
    } catch (error) {
      if (vanished(error)) return undefined;
      throw error;
    }
  }

  async function countThreads(pid: string, state: string): Promise<void> {
    const folder = `${root}/${pid}/task/`;
    let names: readonly string[];
    try {
      names = readdirSync(folder);
    } catch (error) {
      if (vanished(error)) return;
      throw error;
    }
    for (let at = 0; at < names.length; at += 1) {
      const name = names[at] as string;
      if (name === pid) {
        threadStates.add(state);
      } else if (NUMBER.test(name)) {
        const found = threadState(`${folder}${name}/stat`);
        if (found !== undefined) threadStates.add(found);
        if (isSliceOver()) await pause();
      }
    }
  }

  signal.throwIfAborted();
  const pids = readdirSync(root);
  for (let at = 0; at < pids.length; at += 1) {
    const pid = pids[at] as string;
    if (!NUMBER.test(pid)) continue;
    const path = `${root}/${pid}/stat`;
    let stat: ReturnType<typeof parseTaskStat>;
    try {
      stat = parseTaskStat(buffer.toString("latin1", 0, readStart(path, PROCESS_BYTES)), path);
    } catch (error) {
      if (vanished(error)) continue;
      throw error;
    }
    processes += 1;
    threads += stat.threads;
    processStates.add(stat.state);
    if (oneFileSuffices && stat.threads === 1) threadStates.add(stat.state);
    else await countThreads(pid, stat.state);
    if (isSliceOver()) await pause();
  }
  return { processes, threads, processStates: processStates.entries(), threadStates: threadStates.entries() };
}
