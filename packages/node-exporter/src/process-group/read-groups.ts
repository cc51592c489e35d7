import { NoDataError, PartialDataError } from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { createPacer } from "../pacer.ts";
import { isProcfs, listTasks, readProcessStat } from "../processes/task-file.ts";
import { parseStat } from "../procfs/stat.ts";
import { createGroupTotals, type GroupReading, type GroupTotals } from "./group-totals.ts";
import { matchGroup } from "./match-group.ts";
import type { GroupRule } from "./parse-group-rule.ts";
import { createProcessTracker } from "./process-tracker.ts";
import { readProcess } from "./read-process.ts";
import { createSwitchCounter } from "./switch-counter.ts";

/** All that one scrape tells of groups of processes. */
export interface ProcessGroups {
  readonly groups: readonly GroupReading[];
  /** Unix time in seconds at which the machine started; undefined when it is not told. */
  readonly bootTime: number | undefined;
  /** Processes that were not looked at, for too many are remembered. */
  readonly omitted: number;
}

/** Reads the groups scrape after scrape. */
export interface GroupReader {
  /** Rejects with NoDataError without rules, and with PartialDataError when something could not be understood. */
  read(signal: AbortSignal): Promise<ProcessGroups>;
}

/** How long the event loop waits for this collector at a time, and after how many processes the clock is looked at. */
const SLICE_MS = 10;
const PROCESSES_PER_LOOK = 8;

function readBootTime({ proc }: Host): number | undefined {
  try {
    return parseStat(proc.hot("stat"), false).bootTime || undefined;
  } catch (error) {
    if (hasCode(error, "ENOENT", "EACCES", "EPERM")) return undefined;
    throw error;
  }
}

/** Makes a reader of the groups that rules name. */
export function createGroupReader(host: Host, rules: readonly GroupRule[], readsSmaps: boolean): GroupReader {
  const { root } = host.proc;
  const sizeIsCount = isProcfs(root);
  const tracker = createProcessTracker();
  const totals = new Map<string, GroupTotals>();
  for (const { group } of rules) if (!totals.has(group)) totals.set(group, createGroupTotals(group));

  async function read(signal: AbortSignal): Promise<ProcessGroups> {
    if (rules.length === 0) throw new NoDataError("no group is named: --collector.process_group.match=NAME=REGEX");
    signal.throwIfAborted();
    const pacer = createPacer(signal, SLICE_MS, PROCESSES_PER_LOOK);
    let omitted = 0;
    let fault: { readonly error: unknown } | undefined;
    const report = (error: unknown): void => {
      fault ??= { error };
    };

    async function readOne(pid: string): Promise<void> {
      const stat = readProcessStat(root, pid, "utf8");
      if (stat === undefined) return;
      const process = tracker.seen(pid, stat);
      if (process === undefined) {
        omitted += 1;
        return;
      }
      const folder = `${root}/${pid}`;
      if (process.needsMatch) process.group = matchGroup(rules, stat.name, folder);
      const group = process.group === undefined ? undefined : totals.get(process.group);
      if (group === undefined) return;
      const switches = (process.switches ??= createSwitchCounter());
      const reading = await readProcess({ folder, pid, stat, switches, readsSmaps, sizeIsCount, report }, pacer);
      group.add(stat, reading, tracker.growth(process, reading.counters));
    }

    // What a scrape that was aborted has added up is not the next one's.
    for (const group of totals.values()) group.take();
    const pids = listTasks(root);
    for (let at = 0; at < pids.length; at += 1) {
      try {
        await readOne(pids[at] as string);
      } catch (error) {
        if (signal.aborted) throw error;
        report(error);
      }
      if (pacer.isDue()) await pacer.pause();
    }
    tracker.endScrape();
    let bootTime: number | undefined;
    try {
      bootTime = readBootTime(host);
    } catch (error) {
      report(error);
    }
    const data: ProcessGroups = { groups: [...totals.values()].map((group) => group.take()), bootTime, omitted };
    if (fault !== undefined) throw new PartialDataError(data, fault.error);
    return data;
  }

  return { read };
}
