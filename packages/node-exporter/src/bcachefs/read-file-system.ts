import { hasCode, ifPresent } from "../file-errors.ts";
import type { FileTree } from "../file-tree.ts";
import type { NameSelection } from "../name-selection.ts";
import { parseHumanBytes } from "../sysfs/human-bytes.ts";
import { parseUnsigned } from "../sysfs/unsigned-number.ts";
import { parseDeviceErrors, parseDeviceIo, type DeviceErrors, type DeviceIo } from "./parse-device.ts";
import {
  parseBtreeWrites,
  parseCompressionStats,
  parseCounter,
  parseErrorCounts,
  type BtreeWrites,
  type CompressionStats,
  type NamedCount,
} from "./parse-table.ts";

/** A device of a bcachefs file system. */
interface BcachefsDevice {
  readonly device: string;
  readonly label: string;
  readonly state: string;
  readonly bucketBytes: number;
  readonly buckets: number;
  readonly durability: number;
  readonly io: readonly DeviceIo[];
  readonly errors: readonly DeviceErrors[];
}

/** A mounted bcachefs file system. */
export interface BcachefsFileSystem {
  readonly uuid: string;
  readonly btreeCacheBytes: number;
  readonly compression: readonly CompressionStats[];
  readonly errors: readonly NamedCount[];
  /** Named as their families are. */
  readonly counters: readonly NamedCount[];
  readonly btreeWrites: readonly BtreeWrites[];
  readonly devices: readonly BcachefsDevice[];
}

const DEVICE_PREFIX = "dev-";

/** What `parse` makes of a file, or `absent` where the kernel does not have it. */
function readOr<Value>(
  sys: FileTree,
  path: string,
  parse: (text: string, path: string) => Value,
  absent: Value,
): Value {
  const text = ifPresent(() => sys.hot(path, 0));
  return text === undefined ? absent : parse(text, path);
}

/** The text of a file, empty when it cannot be read for any reason: as in node_exporter, no device fails for these. */
function textOrEmpty(sys: FileTree, path: string): string {
  try {
    return sys.hot(path, 0).trim();
  } catch {
    return "";
  }
}

const parseCount = (text: string, path: string): number => parseUnsigned(text.trim(), path, 1);
const parseSize = (text: string, path: string): number => (text.trim() === "" ? 0 : parseHumanBytes(text, path, 1));

function readDevice(sys: FileTree, folder: string, device: string): BcachefsDevice {
  const bucketSize = `${folder}/bucket_size`;
  return {
    device,
    label: textOrEmpty(sys, `${folder}/label`),
    state: textOrEmpty(sys, `${folder}/state`),
    bucketBytes: parseSize(textOrEmpty(sys, bucketSize), bucketSize),
    buckets: readOr(sys, `${folder}/nbuckets`, parseCount, 0),
    durability: readOr(sys, `${folder}/durability`, parseCount, 0),
    io: readOr(sys, `${folder}/io_done`, parseDeviceIo, []),
    errors: readOr(sys, `${folder}/io_errors`, parseDeviceErrors, []),
  };
}

/** Names in a folder; undefined when it is none. */
function listFolder(sys: FileTree, path: string): readonly string[] | undefined {
  try {
    return sys.list(path);
  } catch (error) {
    if (hasCode(error, "ENOTDIR")) return undefined;
    throw error;
  }
}

function readDevices(sys: FileTree, folder: string, entries: readonly string[]): readonly BcachefsDevice[] {
  const devices: BcachefsDevice[] = [];
  for (const entry of entries) {
    if (!entry.startsWith(DEVICE_PREFIX) || listFolder(sys, `${folder}/${entry}`) === undefined) continue;
    devices.push(readDevice(sys, `${folder}/${entry}`, entry.slice(DEVICE_PREFIX.length)));
  }
  return devices;
}

/** One that vanished since the folder was listed counts nothing, as in node_exporter; a folder is none. */
function readCounter(sys: FileTree, path: string): number | undefined {
  try {
    return readOr(sys, path, parseCounter, 0);
  } catch (error) {
    if (hasCode(error, "EISDIR")) return undefined;
    throw error;
  }
}

function readCounters(sys: FileTree, folder: string, nameOf: NameSelection): readonly NamedCount[] {
  const counters: NamedCount[] = [];
  for (const entry of sys.listIfPresent(folder)) {
    const name = nameOf(entry);
    const count = name === undefined ? undefined : readCounter(sys, `${folder}/${entry}`);
    if (name !== undefined && count !== undefined) counters.push({ name, count });
  }
  return counters;
}

/**
 * Reads /sys/fs/bcachefs/UUID; undefined when that is no folder. Files that a kernel does not have count as zero or
 * nothing; one that cannot be read or understood fails the whole. `nameOf` names the families of counters.
 */
export function readBcachefs(sys: FileTree, uuid: string, nameOf: NameSelection): BcachefsFileSystem | undefined {
  const folder = `fs/bcachefs/${uuid}`;
  const entries = listFolder(sys, folder);
  if (entries === undefined) return undefined;
  return {
    uuid,
    btreeCacheBytes: readOr(sys, `${folder}/btree_cache_size`, parseSize, 0),
    compression: readOr(sys, `${folder}/compression_stats`, parseCompressionStats, []),
    errors: readOr(sys, `${folder}/errors`, parseErrorCounts, []),
    counters: readCounters(sys, `${folder}/counters`, nameOf),
    btreeWrites: readOr(sys, `${folder}/btree_write_stats`, parseBtreeWrites, []),
    devices: readDevices(sys, folder, entries),
  };
}
