import { ifPresent } from "../file-errors.ts";
import type { FileTree } from "../file-tree.ts";
import { BACKING_VALUES, CACHE_VALUES, READAHEADS, SET_VALUES, type BcacheValue } from "./families.ts";
import { parsePriorityStats, type PriorityStats } from "./parse-priority-stats.ts";
import { parseBcacheSize } from "./parse-size.ts";
import { parseWritebackRateDebug, type WritebackRate } from "./parse-writeback-rate-debug.ts";

interface BackingDevice {
  readonly device: string;
  /** By position in BACKING_VALUES. */
  readonly values: readonly number[];
  readonly readaheads: number;
  readonly writeback: WritebackRate;
}

interface CacheDevice {
  readonly device: string;
  /** By position in CACHE_VALUES. */
  readonly values: readonly number[];
  readonly priority: PriorityStats | undefined;
}

/** A cache set of bcache with its devices. */
export interface CacheSet {
  readonly uuid: string;
  /** By position in SET_VALUES. */
  readonly values: readonly number[];
  readonly backing: readonly BackingDevice[];
  readonly caches: readonly CacheDevice[];
}

const BACKING = /^bdev\d/;
const CACHE = /^cache\d/;

/** A value; 0 where the kernel does not have the file. */
function readValue(sys: FileTree, folder: string, { file }: BcacheValue): number {
  const path = `${folder}/${file}`;
  const text = ifPresent(() => sys.hot(path, 0));
  if (text === undefined) return 0;
  return parseBcacheSize(text.endsWith("\n") ? text.slice(0, -1) : text, path, 1);
}

const readValues = (sys: FileTree, folder: string, values: readonly BcacheValue[]): readonly number[] =>
  values.map((value) => readValue(sys, folder, value));

function readBacking(sys: FileTree, folder: string, device: string): BackingDevice {
  const writeback = `${folder}/writeback_rate_debug`;
  return {
    device,
    values: readValues(sys, folder, BACKING_VALUES),
    readaheads: readValue(sys, folder, READAHEADS),
    writeback: parseWritebackRateDebug(sys.hot(writeback, 0), writeback),
  };
}

function readCache(sys: FileTree, folder: string, device: string, withPriority: boolean): CacheDevice {
  const priority = `${folder}/priority_stats`;
  return {
    device,
    values: readValues(sys, folder, CACHE_VALUES),
    priority: withPriority ? parsePriorityStats(sys.hot(priority, 0), priority) : undefined,
  };
}

/**
 * Reads /sys/fs/bcache/UUID. A value whose file does not exist is 0; one that cannot be read or understood fails the
 * whole, as do missing writeback_rate_debug and, when it is asked for, priority_stats, for which the kernel looks
 * through all buckets.
 */
export function readCacheSet(sys: FileTree, uuid: string, withPriority: boolean): CacheSet {
  const folder = `fs/bcache/${uuid}`;
  const entries = sys.list(folder);
  return {
    uuid,
    values: readValues(sys, folder, SET_VALUES),
    backing: entries
      .filter((entry) => BACKING.test(entry))
      .map((entry) => readBacking(sys, `${folder}/${entry}`, entry)),
    caches: entries
      .filter((entry) => CACHE.test(entry))
      .map((entry) => readCache(sys, `${folder}/${entry}`, entry, withPriority)),
  };
}
