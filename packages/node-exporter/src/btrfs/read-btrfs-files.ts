import { ifPresent } from "../file-errors.ts";
import type { FileTree } from "../file-tree.ts";
import type { BtrfsDevice } from "../native/btrfs-devices.ts";
import { NO_COMMITS, parseBtrfsCommitStats, type BtrfsCommitStats } from "../sysfs/btrfs-commit-stats.ts";
import { parseBtrfsErrorStats } from "../sysfs/btrfs-error-stats.ts";

interface Layout {
  readonly mode: string;
  readonly usedBytes: number;
  readonly sizeBytes: number;
  readonly ratio: number;
}

interface BlockGroups {
  readonly type: string;
  readonly reservedBytes: number;
  readonly layouts: readonly Layout[];
}

/** Errors of one device, in the order of BTRFS_ERROR_TYPES. */
interface ErrorCounts {
  readonly device: string;
  readonly counts: readonly number[];
}

/** A file system of btrfs. */
export interface BtrfsRow {
  readonly uuid: string;
  readonly label: string;
  readonly reserveBytes: number;
  readonly commits: BtrfsCommitStats;
  readonly groups: readonly BlockGroups[];
  /** From files, and empty when the devices were asked themselves. */
  readonly sizes: readonly { readonly device: string; readonly bytes: number }[];
  readonly errors: readonly ErrorCounts[];
  readonly devices: readonly BtrfsDevice[];
}

const SECTOR_BYTES = 512;
const MAX_UINT64 = 2 ** 64;

/** Folders below allocation/TYPE, by the names of the kernel's block group profiles (fs/btrfs/volumes.c). */
const PROFILE = /^(?:single|dup|raid\w+)$/;

/** Bytes on disk for each byte of data; 0 for a profile that is not known. */
function ratioOf(profile: string, devices: number): number {
  switch (profile) {
    case "single":
    case "raid0":
      return 1;
    case "dup":
    case "raid1":
    case "raid10":
      return 2;
    case "raid1c3":
      return 3;
    case "raid1c4":
      return 4;
    case "raid5":
      return devices / (devices - 1);
    case "raid6":
      return devices / (devices - 2);
    default:
      return 0;
  }
}

/** A count of a file; node_exporter takes one that is absent, or no count, for 0. */
function count(sys: FileTree, path: string): number {
  const text = sys.attribute(path);
  return text !== undefined && /^\d+$/.test(text) ? Math.min(Number(text), MAX_UINT64) : 0;
}

function readGroups(sys: FileTree, folder: string, type: string, devices: number): BlockGroups {
  const path = `${folder}/allocation/${type}`;
  // Upstream fails over the system groups alone, which every file system has.
  const entries = type === "system" ? sys.list(path) : sys.listIfPresent(path);
  const layouts: Layout[] = [];
  for (const mode of entries) {
    if (!PROFILE.test(mode)) continue;
    layouts.push({
      mode,
      usedBytes: count(sys, `${path}/${mode}/used_bytes`),
      sizeBytes: count(sys, `${path}/${mode}/total_bytes`),
      ratio: ratioOf(mode, devices),
    });
  }
  return { type, reservedBytes: count(sys, `${path}/bytes_reserved`), layouts };
}

/**
 * Counts of errors from devinfo/ID. The kernel tells the device's name there only by its number, so that it is known
 * where there is one device; elsewhere the number stands for it.
 */
function readErrors(sys: FileTree, folder: string, names: readonly string[]): readonly ErrorCounts[] {
  const ids = sys.listIfPresent(`${folder}/devinfo`);
  const errors: ErrorCounts[] = [];
  for (const id of ids) {
    const text = ifPresent(() => sys.text(`${folder}/devinfo/${id}/error_stats`));
    const counts = text === undefined ? undefined : parseBtrfsErrorStats(text);
    const known = names.length === 1 && ids.length === 1;
    if (counts !== undefined) errors.push({ device: known ? (names[0] as string) : `devid-${id}`, counts });
  }
  return errors;
}

/** What the mounted file systems said of their devices, by id without hyphens. */
export type AskedDevices = ReadonlyMap<string, { readonly devices: readonly BtrfsDevice[] }>;

/**
 * Reads the folder of one file system below fs/btrfs. Devices come from `asked`, or from files when they are not in it.
 * Throws ParseError, and the file system's error when there is no folder of system block groups.
 */
export function readBtrfsFiles(sys: FileTree, entry: string, asked: AskedDevices): BtrfsRow {
  const folder = `fs/btrfs/${entry}`;
  const uuid = sys.attribute(`${folder}/metadata_uuid`) || entry;
  const names = sys.listIfPresent(`${folder}/devices`);
  const devices = asked.get(uuid.replaceAll("-", ""))?.devices;
  const commits = ifPresent(() => sys.text(`${folder}/commit_stats`));
  return {
    uuid,
    label: sys.attribute(`${folder}/label`)?.trim() ?? "",
    reserveBytes: count(sys, `${folder}/allocation/global_rsv_size`),
    commits: commits === undefined ? NO_COMMITS : parseBtrfsCommitStats(commits),
    groups: ["data", "metadata", "system"].map((type) => readGroups(sys, folder, type, names.length)),
    sizes:
      devices === undefined
        ? names.map((device) => ({ device, bytes: count(sys, `${folder}/devices/${device}/size`) * SECTOR_BYTES }))
        : [],
    errors: devices === undefined ? readErrors(sys, folder, names) : [],
    devices: devices ?? [],
  };
}
