import type { TaskStat } from "../procfs/task-stat.ts";
import { COUNTER_COUNT } from "./numbers.ts";
import type { SwitchCounter } from "./switch-counter.ts";

/** A process between scrapes. */
export interface TrackedProcess {
  /** Its group; undefined when it is in none. */
  group: string | undefined;
  /** Its context switches, once it has been in a group. */
  switches: SwitchCounter | undefined;
  /** Whether the rules have to be asked: while it is new or has another name, as after exec(2). */
  needsMatch: boolean;
}

/** Remembers processes, and by how much their counters have grown. */
export interface ProcessTracker {
  /** The process of a `stat`; undefined when too many are remembered for another. */
  seen(pid: string, stat: TaskStat): TrackedProcess | undefined;
  /**
   * By how much each counter has grown since the last scrape. All of it counts of a process that has always been in a
   * group; of one that has come to be in one later, what it did before does not.
   */
  growth(process: TrackedProcess, counters: readonly (number | undefined)[]): readonly (number | undefined)[];
  /** Forgets the processes that were not seen since the last call. */
  endScrape(): void;
}

interface Remembered extends TrackedProcess {
  readonly startTicks: number | undefined;
  name: string;
  /** Scrapes in which it was seen. */
  sightings: number;
  seenIn: number;
  /** Counters when they were last read; of one that was not read, undefined. */
  last: (number | undefined)[] | undefined;
}

/** Bound of remembered processes. */
const MAX_PROCESSES = 65_536;
/** In the first a program may be about to set its title, or the process to become another program. */
const SIGHTINGS_TO_MATCH = 2;

/** Makes a tracker that has seen no process. */
export function createProcessTracker(maxProcesses: number = MAX_PROCESSES): ProcessTracker {
  const processes = new Map<string, Remembered>();
  let scrape = 0;

  function seen(pid: string, { startTicks, name }: TaskStat): TrackedProcess | undefined {
    const known = processes.get(pid);
    // Another start is another process, which was given an ended one's identity.
    if (known !== undefined && known.startTicks === startTicks) {
      known.needsMatch = known.sightings < SIGHTINGS_TO_MATCH || known.name !== name;
      known.name = name;
      known.sightings += 1;
      known.seenIn = scrape;
      return known;
    }
    if (known === undefined && processes.size >= maxProcesses) return undefined;
    const process: Remembered = {
      group: undefined,
      switches: undefined,
      needsMatch: true,
      startTicks,
      name,
      sightings: 1,
      seenIn: scrape,
      last: undefined,
    };
    processes.set(pid, process);
    return process;
  }

  function growth(process: TrackedProcess, counters: readonly (number | undefined)[]): readonly (number | undefined)[] {
    const remembered = process as Remembered;
    const isNew = remembered.sightings === 1;
    const last = (remembered.last ??= Array.from({ length: COUNTER_COUNT }));
    const grown: (number | undefined)[] = [];
    for (let at = 0; at < COUNTER_COUNT; at += 1) {
      const now = counters[at];
      const before = last[at] ?? (isNew ? 0 : now);
      grown.push(now === undefined ? undefined : Math.max(0, now - (before as number)));
      // The kernel scales CPU times, so that one may shrink by a tick.
      if (now !== undefined) last[at] = Math.max(now, before as number);
    }
    return grown;
  }

  return {
    seen,
    growth,
    endScrape: () => {
      for (const [pid, { seenIn }] of processes) if (seenIn !== scrape) processes.delete(pid);
      scrape += 1;
    },
  };
}
