import { defineCollector, NoDataError, type CollectorDefinition } from "@sightglass/metrics-registry";
import { readBcachefs, type BcachefsFileSystem } from "../bcachefs/read-file-system.ts";
import type { Host } from "../host.ts";
import { listClass } from "../list-class.ts";
import { rememberNames } from "../name-selection.ts";

const FOLDER = "fs/bcachefs";

const COUNTER_PREFIX = "node_bcachefs_";
const COUNTER_SUFFIX = "_total";
/** With the underscores around them, all of which become one. */
const OUTSIDE_LEGACY_CHARACTERS = /_*[^0-9A-Za-z_]+_*/g;

const COMPRESSION_FAMILIES = [
  [
    "node_bcachefs_compression_compressed_bytes",
    "compressedBytes",
    "Space that data compressed with this algorithm takes, in bytes.",
  ],
  [
    "node_bcachefs_compression_uncompressed_bytes",
    "uncompressedBytes",
    "Size of the data compressed with this algorithm when it is unpacked, in bytes.",
  ],
] as const;

const BTREE_WRITE_FAMILIES = [
  ["node_bcachefs_btree_writes_total", "counter", "count", "Btree nodes written, by the reason to write them."],
  [
    "node_bcachefs_btree_write_average_size_bytes",
    "gauge",
    "averageBytes",
    "Average size of a btree write, by the reason for it, in bytes.",
  ],
] as const;

const DEVICE_FAMILIES = [
  ["node_bcachefs_device_bucket_size_bytes", "bucketBytes", "Size of the device's buckets, in bytes."],
  ["node_bcachefs_device_buckets", "buckets", "Buckets that the device is divided into."],
  ["node_bcachefs_device_durability", "durability", "Copies that data on this device counts for."],
] as const;

/** File systems of bcachefs. The kernel's counters are families of their own, named as the kernel names them. */
export const bcachefs: CollectorDefinition<Host> = defineCollector({
  name: "bcachefs",
  help: "Compression, errors, counters and devices of bcachefs file systems, from /sys/fs/bcachefs.",
  enabledByDefault: true,
  setup: (_options, _host: Host) =>
    rememberNames(
      (counter) => `${COUNTER_PREFIX}${counter.replaceAll(OUTSIDE_LEGACY_CHARACTERS, "_")}${COUNTER_SUFFIX}`,
    ),
  read: ({ sys }: Host, _signal, nameOf) => {
    const fileSystems: BcachefsFileSystem[] = [];
    for (const uuid of listClass(sys, FOLDER)) {
      const found = readBcachefs(sys, uuid, nameOf);
      if (found !== undefined) fileSystems.push(found);
    }
    if (fileSystems.length === 0) throw new NoDataError("no bcachefs file system is mounted");
    return fileSystems;
  },
  families: (family) => [
    family({
      name: "node_bcachefs_info",
      type: "gauge",
      labels: ["uuid"],
      help: "A mounted bcachefs file system; the value is always 1.",
      samples: (fileSystems, emit) => {
        for (const { uuid } of fileSystems) emit(1, uuid);
      },
    }),
    family({
      name: "node_bcachefs_btree_cache_size_bytes",
      type: "gauge",
      labels: ["uuid"],
      help: "Memory that cached btree nodes take, in bytes.",
      samples: (fileSystems, emit) => {
        for (const { uuid, btreeCacheBytes } of fileSystems) emit(btreeCacheBytes, uuid);
      },
    }),
    ...COMPRESSION_FAMILIES.map(([name, key, help]) =>
      family({
        name,
        type: "gauge",
        labels: ["uuid", "algorithm"],
        help,
        samples: (fileSystems, emit) => {
          for (const { uuid, compression } of fileSystems) {
            for (const stats of compression) emit(stats[key], uuid, stats.algorithm);
          }
        },
      }),
    ),
    family({
      name: "node_bcachefs_errors_total",
      type: "counter",
      labels: ["uuid", "error_type"],
      help: "Inconsistencies found in the file system, by type.",
      samples: (fileSystems, emit) => {
        for (const { uuid, errors } of fileSystems) {
          for (const { name, count } of errors) emit(count, uuid, name);
        }
      },
    }),
    family.dynamic({
      prefix: COUNTER_PREFIX,
      type: "counter",
      labels: ["uuid"],
      help: "A counter of the file system since it was made.",
      helpFor: (name) =>
        `Counter ${name.slice(COUNTER_PREFIX.length, -COUNTER_SUFFIX.length)} of the file system since it was made.`,
      samples: (fileSystems, emit) => {
        for (const { uuid, counters } of fileSystems) {
          for (let at = 0; at < counters.length; at += 1) {
            const { name, count } = counters[at] as (typeof counters)[number];
            emit(name, count, uuid);
          }
        }
      },
    }),
    ...BTREE_WRITE_FAMILIES.map(([name, type, key, help]) =>
      family({
        name,
        type,
        labels: ["uuid", "type"],
        help,
        samples: (fileSystems, emit) => {
          for (const { uuid, btreeWrites } of fileSystems) {
            for (const writes of btreeWrites) emit(writes[key], uuid, writes.type);
          }
        },
      }),
    ),
    family({
      name: "node_bcachefs_device_info",
      type: "gauge",
      labels: ["uuid", "device", "label", "state"],
      help: "Label of the device and the states it can have, its own in brackets; the value is always 1.",
      samples: (fileSystems, emit) => {
        for (const { uuid, devices } of fileSystems) {
          for (const { device, label, state } of devices) emit(1, uuid, device, label, state);
        }
      },
    }),
    ...DEVICE_FAMILIES.map(([name, key, help]) =>
      family({
        name,
        type: "gauge",
        labels: ["uuid", "device"],
        help,
        samples: (fileSystems, emit) => {
          for (const { uuid, devices } of fileSystems) {
            for (const device of devices) emit(device[key], uuid, device.device);
          }
        },
      }),
    ),
    family({
      name: "node_bcachefs_device_io_done_bytes_total",
      type: "counter",
      labels: ["uuid", "device", "operation", "data_type"],
      help: "Bytes that the device read or wrote, by type of data.",
      samples: (fileSystems, emit) => {
        for (const { uuid, devices } of fileSystems) {
          for (const { device, io } of devices) {
            for (let at = 0; at < io.length; at += 1) {
              const { operation, dataType, bytes } = io[at] as (typeof io)[number];
              emit(bytes, uuid, device, operation, dataType);
            }
          }
        }
      },
    }),
    family({
      name: "node_bcachefs_device_io_errors_total",
      type: "counter",
      labels: ["uuid", "device", "type"],
      help: "Reads, writes and checksums that failed on the device since the file system was made.",
      samples: (fileSystems, emit) => {
        for (const { uuid, devices } of fileSystems) {
          for (const { device, errors } of devices) {
            for (const { type, count } of errors) emit(count, uuid, device, type);
          }
        }
      },
    }),
  ],
});
