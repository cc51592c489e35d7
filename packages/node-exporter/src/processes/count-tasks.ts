import { ParseError } from "@sightglass/metrics-registry";
import { createPacer } from "../pacer.ts";
import { hasVanished, isProcfs, listTasks, readProcessStat, readTaskFile, taskBuffer } from "./task-file.ts";
import { createStateCounter, type TaskCounts } from "./task-counts.ts";

/** Of a thread the state is wanted alone, which stands behind an identity and a name of at most 64 characters. */
const THREAD_BYTES = 128;
const CLOSING_PARENTHESIS = 41;
/** How long the event loop waits for this collector at a time, and after how many files the clock is looked at. */
const SLICE_MS = 10;
const FILES_PER_LOOK = 64;

/** State letters by byte, so that counting a thread makes no text. */
const LETTERS: readonly string[] = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));

/** State of the thread whose `stat` starts in the buffer. */
function stateInBuffer(length: number, path: string): string {
  const end = length === 0 ? -1 : taskBuffer.lastIndexOf(CLOSING_PARENTHESIS, length - 1);
  if (end === -1 || end + 2 >= length) throw new ParseError(path, 0, "expected TID (NAME) STATE");
  return LETTERS[taskBuffer[end + 2] as number] as string;
}

function threadState(path: string): string | undefined {
  try {
    return stateInBuffer(readTaskFile(path, THREAD_BYTES), path);
  } catch (error) {
    if (hasVanished(error)) return undefined;
    throw error;
  }
}

function listThreads(folder: string): readonly string[] {
  try {
    return listTasks(folder);
  } catch (error) {
    if (hasVanished(error)) return [];
    throw error;
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
  const pacer = createPacer(signal, sliceMs, FILES_PER_LOOK);

  async function countThreads(pid: string, state: string): Promise<void> {
    const folder = `${root}/${pid}/task/`;
    const names = listThreads(folder);
    for (let at = 0; at < names.length; at += 1) {
      const name = names[at] as string;
      if (name === pid) {
        threadStates.add(state);
        continue;
      }
      const found = threadState(`${folder}${name}/stat`);
      if (found !== undefined) threadStates.add(found);
      if (pacer.isDue()) await pacer.pause();
    }
  }

  signal.throwIfAborted();
  const pids = listTasks(root);
  for (let at = 0; at < pids.length; at += 1) {
    const pid = pids[at] as string;
    const stat = readProcessStat(root, pid, "latin1");
    if (stat === undefined) continue;
    processes += 1;
    threads += stat.threads;
    processStates.add(stat.state);
    if (oneFileSuffices && stat.threads === 1) threadStates.add(stat.state);
    else await countThreads(pid, stat.state);
    if (pacer.isDue()) await pacer.pause();
  }
  return { processes, threads, processStates: processStates.entries(), threadStates: threadStates.entries() };
}
