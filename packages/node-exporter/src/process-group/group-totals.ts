import { machinePageSize } from "../page-size.ts";
import type { TaskStat } from "../procfs/task-stat.ts";
import { COUNTER_COUNT, type GuardedFile } from "./numbers.ts";
import type { ProcessReading } from "./read-process.ts";

/** What one group has; a value is undefined when no process of it could tell. */
export interface GroupReading {
  readonly group: string;
  processes: number;
  threads: number;
  /** By position in COUNTERS, of ended processes too. */
  counters: readonly (number | undefined)[];
  residentBytes: number;
  virtualBytes: number;
  swapBytes: number;
  proportionalBytes: number | undefined;
  openFiles: number | undefined;
  /** Of the process that is nearest to its limit, the part of it that is used. */
  worstOpenFilesRatio: number | undefined;
  /** Hundredths of a second from the start of the machine. */
  oldestStartTicks: number | undefined;
  /** Processes whose file is refused. */
  readonly refused: Record<GuardedFile, number>;
}

/** Counters of one group over all scrapes, and what the present one adds up. */
export interface GroupTotals {
  add(stat: TaskStat, reading: ProcessReading, growth: readonly (number | undefined)[]): void;
  /** What was added since the last call. */
  take(): GroupReading;
}

function emptyReading(group: string): GroupReading {
  return {
    group,
    processes: 0,
    threads: 0,
    counters: [],
    residentBytes: 0,
    virtualBytes: 0,
    swapBytes: 0,
    proportionalBytes: undefined,
    openFiles: undefined,
    worstOpenFilesRatio: undefined,
    oldestStartTicks: undefined,
    refused: { io: 0, fd: 0, smaps_rollup: 0 },
  };
}

const sum = (one: number | undefined, other: number | undefined): number | undefined =>
  other === undefined ? one : (one ?? 0) + other;

/** Makes the totals of a group that no process has been in. */
export function createGroupTotals(group: string): GroupTotals {
  const totals: number[] = Array.from({ length: COUNTER_COUNT }, () => 0);
  const isTold: boolean[] = Array.from({ length: COUNTER_COUNT }, () => false);
  /** A counter that no process has told, while there were processes, is unknown and not zero. */
  const isLacking: boolean[] = Array.from({ length: COUNTER_COUNT }, () => false);
  let current = emptyReading(group);

  function add(stat: TaskStat, reading: ProcessReading, growth: readonly (number | undefined)[]): void {
    for (let at = 0; at < COUNTER_COUNT; at += 1) {
      const grown = growth[at];
      if (grown === undefined) isLacking[at] = true;
      else {
        isTold[at] = true;
        totals[at] = (totals[at] as number) + grown;
      }
    }
    current.processes += 1;
    current.threads += stat.threads;
    current.residentBytes += (stat.residentPages ?? 0) * machinePageSize();
    current.virtualBytes += stat.virtualBytes ?? 0;
    current.swapBytes += reading.swapBytes ?? 0;
    current.proportionalBytes = sum(current.proportionalBytes, reading.proportionalBytes);
    current.openFiles = sum(current.openFiles, reading.openFiles);
    const { openFiles, openFilesLimit } = reading;
    if (openFiles !== undefined && openFilesLimit !== undefined) {
      // A limit of 0 has no parts; whoever has a file open all the same is at it.
      const ratio = openFilesLimit === 0 ? Math.min(openFiles, 1) : openFiles / openFilesLimit;
      current.worstOpenFilesRatio = Math.max(current.worstOpenFilesRatio ?? 0, ratio);
    }
    if (stat.startTicks !== undefined) {
      current.oldestStartTicks = Math.min(current.oldestStartTicks ?? Infinity, stat.startTicks);
    }
    for (const file of reading.refused) current.refused[file] += 1;
  }

  function take(): GroupReading {
    const taken = current;
    current = emptyReading(group);
    taken.counters = totals.map((total, at) => (isTold[at] || !isLacking[at] ? total : undefined));
    if (taken.processes === 0) taken.openFiles = 0;
    return taken;
  }

  return { add, take };
}
