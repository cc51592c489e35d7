import { defineCollector, type CollectorDefinition, type MetricFamily } from "@sightglass/metrics-registry";
import { readBtrfsFiles, type AskedDevices, type BtrfsRow } from "../btrfs/read-btrfs-files.ts";
import type { Host } from "../host.ts";
import { listBtrfsMounts } from "../native/btrfs-mounts.ts";
import { createBtrfsProber } from "../native/btrfs-prober.ts";
import { ioctl } from "../native/ioctl.ts";
import type { BtrfsCommitStats } from "../sysfs/btrfs-commit-stats.ts";
import { BTRFS_ERROR_TYPES } from "../sysfs/btrfs-error-stats.ts";

const FOLDER = "fs/btrfs";
/** Time for the devices of all file systems: a scrape has the files' data either way. */
const DEVICES_TIMEOUT_MS = 2000;
const NOT_ASKED: AskedDevices = new Map();

const DEVICE_SIZE_HELP = "Size of a device of the file system.";

/** Sizes of devices that were asked themselves: the same family as from files, with one label more. */
function askedSizes(fileSystems: readonly BtrfsRow[]): readonly MetricFamily[] {
  const points = fileSystems.flatMap(({ uuid, devices }) =>
    devices.map(({ device, uuid: deviceUuid, totalBytes }) => ({
      labels: [
        ["device", device],
        ["btrfs_dev_uuid", deviceUuid],
        ["uuid", uuid],
      ] as const,
      value: totalBytes,
    })),
  );
  if (points.length === 0) return [];
  return [{ name: "node_btrfs_device_size_bytes", type: "gauge", help: DEVICE_SIZE_HELP, points }];
}

const COMMITS = [
  {
    name: "node_btrfs_commits_total",
    type: "counter",
    help: "Commits of transactions since the file system was mounted.",
    of: ({ commits }: BtrfsCommitStats) => commits,
  },
  {
    name: "node_btrfs_last_commit_seconds",
    type: "gauge",
    help: "Time that the latest commit took.",
    of: ({ lastMs }: BtrfsCommitStats) => lastMs / 1000,
  },
  {
    name: "node_btrfs_max_commit_seconds",
    type: "gauge",
    help: "Time that the longest commit took.",
    of: ({ longestMs }: BtrfsCommitStats) => longestMs / 1000,
  },
  {
    name: "node_btrfs_commit_seconds_total",
    type: "counter",
    help: "Time that all commits together took.",
    of: ({ totalMs }: BtrfsCommitStats) => totalMs / 1000,
  },
] as const;

const LAYOUTS = [
  {
    name: "node_btrfs_used_bytes",
    field: "usedBytes",
    help: "Space in use of the block groups of one type and profile.",
  },
  {
    name: "node_btrfs_size_bytes",
    field: "sizeBytes",
    help: "Space that the block groups of one type and profile may hold.",
  },
  {
    name: "node_btrfs_allocation_ratio",
    field: "ratio",
    help: "Bytes that the profile takes of the disks for each byte stored; 0 for a profile that is not known.",
  },
] as const;

/** Space, commits and devices of btrfs file systems. */
export const btrfs: CollectorDefinition<Host> = defineCollector({
  name: "btrfs",
  help: "Space, commits and device errors of btrfs file systems, from /sys/fs/btrfs and ioctl(2) on their mount points.",
  enabledByDefault: true,
  isSteady: true,
  onFailure: "drop",
  setup: (_options, _host: Host) => createBtrfsProber({ call: ioctl, timeoutMs: DEVICES_TIMEOUT_MS }),
  read: (host: Host, signal, prober) => {
    const entries = host.sys.listIfPresent(FOLDER).filter((entry) => entry.includes("-"));
    const readAll = (asked: AskedDevices): readonly BtrfsRow[] =>
      entries.map((entry) => readBtrfsFiles(host.sys, entry, asked));
    if (entries.length === 0) return [];
    const mounts = listBtrfsMounts(host);
    return mounts.size === 0 ? readAll(NOT_ASKED) : prober.probe(mounts, signal).then(readAll);
  },
  families: (family) => [
    family({
      name: "node_btrfs_info",
      type: "gauge",
      labels: ["uuid", "label"],
      help: "Label of the file system as a label; the value is always 1.",
      samples: (fileSystems, emit) => {
        for (const { uuid, label } of fileSystems) emit(1, uuid, label);
      },
    }),
    family({
      name: "node_btrfs_global_rsv_size_bytes",
      type: "gauge",
      labels: ["uuid"],
      help: "Size of the reserve that metadata may use when all else is full.",
      samples: (fileSystems, emit) => {
        for (const { uuid, reserveBytes } of fileSystems) emit(reserveBytes, uuid);
      },
    }),
    ...COMMITS.map(({ name, type, help, of }) =>
      family({
        name,
        type,
        labels: ["uuid"],
        help,
        samples: (fileSystems, emit) => {
          for (const { uuid, commits } of fileSystems) emit(of(commits), uuid);
        },
      }),
    ),
    family({
      name: "node_btrfs_reserved_bytes",
      type: "gauge",
      labels: ["uuid", "block_group_type"],
      help: "Space reserved in the block groups of one type for writes under way.",
      samples: (fileSystems, emit) => {
        for (const { uuid, groups } of fileSystems) {
          for (const { type, reservedBytes } of groups) emit(reservedBytes, uuid, type);
        }
      },
    }),
    ...LAYOUTS.map(({ name, field, help }) =>
      family({
        name,
        type: "gauge",
        labels: ["uuid", "block_group_type", "mode"],
        help,
        samples: (fileSystems, emit) => {
          for (const { uuid, groups } of fileSystems) {
            for (const { type, layouts } of groups) {
              for (const layout of layouts) emit(layout[field], uuid, type, layout.mode);
            }
          }
        },
      }),
    ),
    family({
      name: "node_btrfs_device_size_bytes",
      type: "gauge",
      labels: ["uuid", "device"],
      help: DEVICE_SIZE_HELP,
      samples: (fileSystems, emit) => {
        for (const { uuid, sizes } of fileSystems) for (const { device, bytes } of sizes) emit(bytes, uuid, device);
      },
    }),
    family.foreign({
      help: "The sizes of devices with the device's own UUID as a label, where the mounted file system was asked.",
      families: askedSizes,
    }),
    family({
      name: "node_btrfs_device_unused_bytes",
      type: "gauge",
      labels: ["uuid", "device", "btrfs_dev_uuid"],
      help: "Space of a device that is not given to any block group.",
      samples: (fileSystems, emit) => {
        for (const { uuid, devices } of fileSystems) {
          for (const { device, uuid: deviceUuid, unusedBytes } of devices) emit(unusedBytes, uuid, device, deviceUuid);
        }
      },
    }),
    family({
      name: "node_btrfs_device_errors_total",
      type: "counter",
      labels: ["uuid", "type", "device", "btrfs_dev_uuid"],
      help: "Errors of a device since they were last reset; kept over mounts. Without the mount point, a device of several is devid-N.",
      samples: (fileSystems, emit) => {
        for (const { uuid, devices, errors } of fileSystems) {
          for (const { device, uuid: deviceUuid, errors: counts } of devices) {
            BTRFS_ERROR_TYPES.forEach((type, at) => emit(counts[at] as number, uuid, type, device, deviceUuid));
          }
          for (const { device, counts } of errors) {
            BTRFS_ERROR_TYPES.forEach((type, at) => emit(counts[at] as number, uuid, type, device, ""));
          }
        }
      },
    }),
  ],
});
